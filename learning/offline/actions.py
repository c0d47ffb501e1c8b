"""Taking in what a learner filled in without a connection.

Each form is a act of its own, the same as if it were sent from the site: a file uploaded twice counts once, and what
cannot be taken in is shown with the reason and the text, never dropped.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from camtree.core.http.faults import is_part_away
from learning.assignments.actions.works import StaleWorkError, WorkClosedError, save_work
from learning.assignments.forms import WorkForm
from learning.courses.choices import StepKind, StepRule, WorkKind
from learning.courses.models import Step
from learning.courses.reading import in_open_lessons, prompt_at
from learning.offline.answers import SentForm, SentPack
from learning.quizzes.actions.attempts import (
    AttemptsUsedUpError,
    EmptyQuizError,
    QuizClosedError,
    save_answers,
    start_attempt,
    submit_attempt,
)
from learning.quizzes.forms import answers_in
from learning.quizzes.models import QuizAttempt
from learning.quizzes.queries import quiz_of, versions_of
from learning.quizzes.rendering import asked_items
from learning.studying.actions import StaleTextError, record_step, write_journal
from learning.studying.forms import LONGEST, JournalForm
from learning.studying.models import Enrolment

logger = logging.getLogger(__name__)
NOTES, DONE = {StepKind.REFLECTION, StepKind.DISCUSSION}, {StepRule.READ, StepRule.WATCHED}


@dataclass(frozen=True)
class TakenIn:
    """What became of one form: the step, a sentence, and the words that could not be taken in."""

    step: Step | None
    says: str
    is_kept: bool = True
    words: str = ""


def begin_quizzes(*, enrolment: Enrolment, steps: Iterable[Step]) -> None:
    """Begin the quizzes that are taken along, so that their questions are drawn. One that cannot begin is left out."""
    for step in steps:
        found = quiz_of(step)
        if found is not None:
            try:
                start_attempt(enrolment=enrolment, step=step, quiz=found.source)
            except (AttemptsUsedUpError, QuizClosedError, EmptyQuizError):
                continue


def take_in(*, enrolment: Enrolment, sent: SentPack) -> list[TakenIn]:
    """Take in the forms of a file of answers, in their order; what became of each."""
    wanted = [form.step for form in sent.forms]
    found = in_open_lessons(Step.objects.filter(course_key=enrolment.course_key, key__in=wanted))
    steps = {step.key: step for step in found}
    return [_one_taken_in(enrolment, steps.get(form.step), form, sent) for form in sent.forms]


def _one_taken_in(enrolment: Enrolment, step: Step | None, form: SentForm, sent: SentPack) -> TakenIn:
    """What became of a form. A fault in one leaves the others alone, and its words are shown."""
    words = form.fields.get("text", "")
    if form.has_broken_signs:
        says = _("This answer holds a sign that is broken and cannot be kept. Please type it again on the site.")
        return TakenIn(step, says, is_kept=False, words=words)
    try:
        return _taken_in(enrolment, step, form, sent)
    except Exception as error:
        if is_part_away(error):
            raise
        logger.exception("a form of a pack could not be taken in", extra={"step": str(form.step)})
        return TakenIn(step, _("This could not be taken in. Please type it again on the site."), False, words)


def _taken_in(enrolment: Enrolment, step: Step | None, form: SentForm, sent: SentPack) -> TakenIn:
    if step is None:
        return TakenIn(None, _("The course has no such step."), is_kept=False, words=form.fields.get("text", ""))
    if form.kind == "note" and step.kind in NOTES:
        return _note(enrolment, step, form)
    if form.kind == "work" and step.facts.get("kind") == WorkKind.TEXT:
        return _work(enrolment, step, form)
    if form.kind == "quiz" and step.kind == StepKind.QUIZ:
        return _quiz(enrolment, step, form, f"{sent.pack}.{sent.number}")
    if form.kind == "done" and step.rule in DONE:
        if "done" in form.fields:
            record_step(enrolment=enrolment, step=step)
            return TakenIn(step, _("Done."))
        return TakenIn(step, _("Nothing was filled in."))
    text = form.fields.get("text", "")
    return TakenIn(step, _("This step has become something else. It cannot be taken in."), is_kept=False, words=text)


def _note(enrolment: Enrolment, step: Step, form: SentForm) -> TakenIn:
    journal = JournalForm(form.fields)
    if not journal.is_valid():
        return TakenIn(step, _first_error(journal), is_kept=False, words=form.fields.get("text", ""))
    text, prompt = journal.cleaned_data["text"], prompt_at(step)
    try:
        write_journal(enrolment=enrolment, step=step, prompt=prompt, **journal.cleaned_data)
    except StaleTextError as error:
        other = error.entry
        if text.strip() in other.text:
            return TakenIn(step, _("Saved."))
        both = f"{other.text.rstrip()}\n\n{text}"
        if len(both) > LONGEST:
            return TakenIn(step, _("A newer text stands on the site. It stays as it is."), is_kept=False, words=text)
        try:
            write_journal(enrolment=enrolment, step=step, prompt=prompt, text=both, number=other.number)
        except StaleTextError:  # somebody writes there at this moment
            return TakenIn(step, _("You are writing there on another device. Upload once more."), False, text)
        return TakenIn(step, _("A newer text stood on the site. Both texts are there now, one below the other."))
    return TakenIn(step, _("Saved."))


def _work(enrolment: Enrolment, step: Step, form: SentForm) -> TakenIn:
    work = WorkForm(form.fields)
    if not work.is_valid():
        return TakenIn(step, _first_error(work), is_kept=False, words=form.fields.get("text", ""))
    text, number = work.cleaned_data["text"], work.cleaned_data["number"]
    try:
        save_work(enrolment=enrolment, step=step, text=text, number=number)
    except WorkClosedError:
        return TakenIn(step, _("This was handed in already. It stays as it was."), is_kept=False, words=text)
    except StaleWorkError:
        return TakenIn(step, _("A newer text stands on the site. It stays as it is."), is_kept=False, words=text)
    return TakenIn(step, _("Saved. Hand it in on its page when it is ready."))


def _quiz(enrolment: Enrolment, step: Step, form: SentForm, key: str) -> TakenIn:
    attempt = QuizAttempt.objects.filter(enrolment=enrolment, step_key=step.key, number=form.attempt).first()
    if attempt is None:
        return TakenIn(step, _("The course has no such step."), is_kept=False)
    items = list(attempt.items.order_by("position"))
    for item in items:
        item.attempt = attempt
    answers = answers_in(form.fields, asked_items(items, versions_of(items)))
    if answers.too_long:
        return TakenIn(step, _("An answer is too long. Answer this quiz on the site."), is_kept=False)
    is_late = attempt.is_submitted or attempt.is_over
    kept = {item.position: item.answer for item in items}
    is_new = any(answer != kept[position] for position, answer in answers.answers.items())
    act = submit_attempt if form.fields.get("do") == "submit" else save_answers
    attempt = act(attempt=attempt, answers=answers.answers, client_key=key)
    if is_late and is_new:
        return TakenIn(step, _("What you sent now came too late. It is kept, but it does not count."))
    if attempt.is_submitted:
        return TakenIn(step, _("Submitted."))
    return TakenIn(step, _("Saved. Submit the quiz on its page when it is ready."))


def _first_error(form: JournalForm | WorkForm) -> str:
    return str(next(iter(form.errors.values()))[0])

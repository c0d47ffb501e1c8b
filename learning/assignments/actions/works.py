"""Handing in a work, and marking it."""

from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from camtree.core.mail import send_mail_on_commit
from camtree.core.words.locales import active_locale
from camtree.members.models import User
from learning.assignments.choices import AppealState, MarkingState, WorkState
from learning.assignments.models import AssignmentWork
from learning.assignments.peer_works import works_owed
from learning.courses.choices import StepKind, StepRule, WorkKind
from learning.courses.models import Step
from learning.studying.actions import locked, record_step
from learning.studying.models import Enrolment
from research.inquiries.actions.attachments import cleaned_upload
from research.inquiries.actions.writing import start_inquiry
from research.inquiries.choices import InquiryState
from research.inquiries.queries import templates_offered
from research.models import Inquiry, ReportTemplate


class StaleWorkError(Exception):
    """A newer text stands there. `work` is what was saved."""

    def __init__(self, work: AssignmentWork) -> None:
        super().__init__()
        self.work = work


class WorkClosedError(Exception):
    """It was handed in: nothing in it changes until it is given back."""


class NothingWrittenError(Exception):
    """There is neither a text nor a file in it."""


class NoFileError(Exception):
    """The answer is a file, and there is none."""


class NoTemplateError(Exception):
    """The template that the assignment names is not there any more."""


def _held(enrolment: Enrolment, step: Step) -> AssignmentWork:
    """The work of a learner at a step, theirs alone until the transaction ends; made where there is none yet."""
    enrolment = locked(enrolment)
    found = AssignmentWork.objects.filter(enrolment=enrolment, step_key=step.key).first()
    return found or AssignmentWork(enrolment=enrolment, step_key=step.key)


def save_work(
    *, enrolment: Enrolment, step: Step, text: str, number: int, file: Any = None, is_final: bool = False
) -> AssignmentWork:
    """Keep a text and, where one is sent, a file; hand both in where `is_final`. `number` is the version the page knew.

    Sent twice it counts once. Raises StaleWorkError, WorkClosedError, NothingWrittenError, NoFileError where the answer
    is a file, and ValidationError with a sentence for a file that cannot be kept.
    """
    content, ending = cleaned_upload(file) if file else (b"", "")
    stored = ""
    try:
        with transaction.atomic():
            work = _held(enrolment, step)
            if not _takes(work, text, number, has_file=bool(file)):
                return work
            before = str(work.file.name) if file and work.file else ""
            if file:
                work.ending = PurePath(f"x.{ending}").suffix.removeprefix(".")
                work.file.save(f"work.{ending}", ContentFile(content), save=False)
                stored = str(work.file.name)
            if is_final:
                _hand_in(work, step)
            work.save()
            if before:
                storage = work.file.storage
                transaction.on_commit(lambda: storage.delete(before))
            if is_final:
                keep_progress(enrolment=enrolment, step=step, work=work)
    except BaseException:
        if stored:  # the row that would name the file is not there
            AssignmentWork._meta.get_field("file").storage.delete(stored)
        raise
    return work


@transaction.atomic
def keep_typed(*, enrolment: Enrolment, step: Step, text: str, number: int) -> AssignmentWork:
    """Keep what the page sends by itself while somebody types. It leaves no trace in the history: what they save or
    hand in does, with all that was typed before. Raises StaleWorkError, WorkClosedError."""
    work = _held(enrolment, step)
    if (work.pk or text.strip()) and _takes(work, text, number):
        work.save_without_historical_record()  # type: ignore[attr-defined]
    return work


def _takes(work: AssignmentWork, text: str, number: int, *, has_file: bool = False) -> bool:
    """Put a text into a work; False where it was handed in with it. Raises StaleWorkError, WorkClosedError."""
    is_same = bool(work.pk) and work.text == text and not has_file
    if not work.is_open:
        if is_same:
            return False
        raise WorkClosedError
    if work.number != number and not is_same:
        raise StaleWorkError(work)
    if not is_same:
        work.text, work.number = text, work.number + 1
    return True


def _hand_in(work: AssignmentWork, step: Step) -> None:
    """The work is in: what was said of an earlier version by peers is over."""
    if step.facts.get("kind") == WorkKind.FILE and not work.file:
        raise NoFileError
    if not work.text.strip() and not work.file:
        raise NothingWrittenError
    if work.is_marked_by_peers:
        work.points, work.score, work.marked_at = {}, None, None
    work.state, work.submitted_at, work.person_needed = WorkState.SUBMITTED, timezone.now(), ""
    work.language = get_language() or ""
    if work.pk:
        end_appeals(work)


def end_appeals(work: AssignmentWork) -> None:
    """What a learner disputed is decided in another way."""
    for appeal in work.appeals.filter(state=AppealState.OPEN):
        appeal.state, appeal.decided_at = AppealState.OVER, timezone.now()
        appeal.save()


def keep_progress(*, enrolment: Enrolment, step: Step, work: AssignmentWork) -> None:
    """Keep what a work means for its step: the one place that says when it does the step.

    Passed, or handed in where that is enough; and, where peers mark, once the works of others are marked that are
    owed. Until then the score is not told either. Done stays done.
    """
    is_owed = works_owed(work, step) > 0
    is_in = step.rule == StepRule.SUBMITTED and work.submitted_at is not None
    is_done = not is_owed and (is_in or work.state == WorkState.PASSED)
    record_step(enrolment=enrolment, step=step, is_done=is_done, score=None if is_owed else work.score)


@transaction.atomic
def mark_work(
    *, work: AssignmentWork, by: User, points: dict[str, int], most: int, words: str, passes: bool, number: int
) -> None:
    """Keep the points by criterion (`most` is what all of them together may give) and words; pass it or give it back.

    `number` is the version that was read: one handed in again meanwhile raises StaleWorkError, one that is not handed
    in WorkClosedError. Marked twice the same way, the learner is told once.
    """
    enrolment = locked(work.enrolment)
    work = AssignmentWork.objects.get(pk=work.pk)
    state = WorkState.PASSED if passes else WorkState.RETURNED
    points = points if most else work.points  # what nobody could give anew, because its lesson is gone, stays
    if work.marked_by_id == by.pk and (work.points, work.words, work.state) == (points, words, state):
        return
    if work.state not in {WorkState.SUBMITTED, WorkState.PASSED}:
        raise WorkClosedError
    if work.number != number:
        raise StaleWorkError(work)
    work.points, work.words, work.state = points, words, state
    if most:
        work.score = Decimal(sum(points.values())) / most
    work.marked_by, work.marked_at, work.person_needed = by, timezone.now(), ""
    work.save()
    end_appeals(work)
    if not passes:
        close_markings(work)
    step = Step.objects.filter(course_key=enrolment.course_key, key=work.step_key).first()
    if step is not None:
        keep_progress(enrolment=enrolment, step=step, work=work)
    member = enrolment.member
    context = {"member": member, "work": work, "course": enrolment.course_title, "passes": passes}
    send_mail_on_commit("work_marked", to=member.email, language=member.preferred_language, context=context)


def close_markings(work: AssignmentWork) -> None:
    """A work that is written anew is taken from the peers who have it: they may take another."""
    work.markings.filter(state=MarkingState.GIVEN).update(state=MarkingState.EXPIRED)


@transaction.atomic
def take_draft(*, enrolment: Enrolment, step: Step, inquiry: Inquiry | None = None) -> AssignmentWork:
    """Make a draft the answer to an assignment: one that the learner has, else a new one by the step's template.

    Where a draft is chosen already, it stays. Raises NoTemplateError.
    """
    work = _held(enrolment, step)
    if work.inquiry_id:
        return work
    if inquiry is None:
        template = _template(step)
        inquiry = start_inquiry(member=enrolment.member, template=template)
    work.inquiry = inquiry
    work.save()
    follow_draft(inquiry)
    work.refresh_from_db()
    return work


def _template(step: Step) -> ReportTemplate:
    offered = templates_offered(active_locale())
    found = next((row for row in offered if row.slug == step.facts.get("template")), None)
    if found is None:
        raise NoTemplateError
    return found


@transaction.atomic
def follow_draft(inquiry: Inquiry) -> None:
    """Give a work the state of its draft: handed in when the draft is, passed when it is published."""
    if inquiry.state not in {InquiryState.SUBMITTED, InquiryState.PUBLISHED}:
        return
    is_published = inquiry.state == InquiryState.PUBLISHED
    for work in AssignmentWork.objects.filter(inquiry=inquiry).select_related("enrolment"):
        enrolment = locked(work.enrolment)
        work.state = WorkState.PASSED if is_published else WorkState.SUBMITTED
        work.submitted_at = work.submitted_at or timezone.now()
        work.save()
        step = Step.objects.filter(course_key=enrolment.course_key, key=work.step_key, kind=StepKind.ASSIGNMENT).first()
        if step is not None:  # also for who left the course: they find it done when they come back
            keep_progress(enrolment=enrolment, step=step, work=work)


def is_report(step: Step) -> bool:
    """Whether a draft is the answer."""
    return step.facts.get("kind") == WorkKind.REPORT

"""Taking a quiz: begin, save, submit, and have open answers marked.

What a learner is shown and how it is scored is captured when an attempt begins. Every action holds the enrolment, so
that two devices, a double click and a background save come one after the other.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from camtree.background.each import each
from camtree.members.models import User
from learning.cohorts.access import may_facilitate
from learning.courses.choices import StepRule
from learning.courses.models import Step
from learning.quizzes.models import GRACE, Accommodation, AttemptItem, Quiz, QuizAttempt, ShownVersion
from learning.quizzes.queries import earned, has_own_version, live_question, questions_drawn, versions_of
from learning.quizzes.questions import Open
from learning.quizzes.scoring import in_places
from learning.quizzes.selection import order_of
from learning.studying.actions import locked, record_step
from learning.studying.models import Enrolment


class AttemptsUsedUpError(Exception):
    """The quiz may not be taken once more."""


class QuizClosedError(Exception):
    """The quiz has closed."""


class EmptyQuizError(Exception):
    """Nothing in the quiz may be asked just now."""


class NothingToMarkError(Exception):
    """Not an open answer of an attempt that was submitted."""


@transaction.atomic
def start_attempt(*, enrolment: Enrolment, step: Step, quiz: Quiz) -> QuizAttempt:
    """Begin a quiz, or go on with the attempt that is open. `quiz` is the row that speaks (`attempts.quiz_of`).

    Raises AttemptsUsedUpError, QuizClosedError, EmptyQuizError.
    """
    enrolment = locked(enrolment)
    earlier = list(QuizAttempt.objects.filter(enrolment=enrolment, step_key=step.key).order_by("number"))
    if earlier and not earlier[-1].is_submitted:
        return earlier[-1]
    if quiz.is_closed:
        raise QuizClosedError
    if quiz.attempts and len(earlier) >= quiz.attempts:
        raise AttemptsUsedUpError
    now, seed = timezone.now(), secrets.randbelow(2**31)
    items = _items(quiz, seed)
    if not items:
        raise EmptyQuizError
    attempt = QuizAttempt.objects.create(
        enrolment=enrolment,
        step_key=step.key,
        quiz_key=quiz.translation_key,
        quiz_revision_id=_version_of(quiz),
        number=earlier[-1].number + 1 if earlier else 1,
        seed=seed,
        language=quiz.locale.language_code,
        started_at=now,
        due_at=_due(quiz, enrolment, now),
    )
    for item in items:
        item.attempt = attempt
    AttemptItem.objects.bulk_create(items)
    shown = {pk for item in items for pk in item.revisions.values()}
    ShownVersion.objects.bulk_create([ShownVersion(revision_id=pk) for pk in sorted(shown)], ignore_conflicts=True)
    return attempt


def _items(quiz: Quiz, seed: int) -> list[AttemptItem]:
    """The questions of one attempt with the versions that are live now; unsaved."""
    items: list[AttemptItem] = []
    own = quiz.locale.language_code
    for key, languages in questions_drawn(quiz, seed).items():
        asked = live_question(languages[own if own in languages else min(languages)])
        if asked is not None:
            items.append(
                AttemptItem(
                    position=len(items) + 1,
                    question_key=key,
                    revisions={language: _version_of(row) for language, row in languages.items()},
                    order=order_of(asked, seed=seed, key=key),
                    points=asked.points if isinstance(asked, Open) else 1,
                )
            )
    return items


def _version_of(row: Any) -> int:
    """The revision of a question or quiz that is live. A row that was made live without one has one made."""
    if not has_own_version(row):
        row.live_revision = row.save_revision(clean=False)
        row.has_unpublished_changes = False
        row.save(update_fields=["live_revision", "has_unpublished_changes"])
    return int(row.live_revision_id)


def _due(quiz: Quiz, enrolment: Enrolment, now: datetime) -> datetime | None:
    """When answers stop to count: after the time limit, with this learner's extra time, or when the quiz closes."""
    ends = [quiz.closes_at] if quiz.closes_at else []
    if quiz.minutes:
        extra = Accommodation.objects.filter(enrolment=enrolment).values_list("extra_percent", flat=True).first() or 0
        ends.append(now + timedelta(seconds=quiz.minutes * 60 * (100 + extra) / 100))
    return min(ends, default=None)


@transaction.atomic
def save_answers(*, attempt: QuizAttempt, answers: Mapping[int, Any], client_key: str) -> QuizAttempt:
    """Keep answers, by the position of their question; None takes one back. The same again changes nothing.

    `client_key` is "<page>.<number>": what a page sent earlier never replaces what it sent later. What comes after the
    time, or after the attempt was submitted, is kept beside the answers as late and does not count.
    """
    attempt, items = _held(attempt)
    _keep(attempt, items, answers, client_key)
    return attempt


@transaction.atomic
def submit_attempt(*, attempt: QuizAttempt, answers: Mapping[int, Any], client_key: str) -> QuizAttempt:
    """Keep the last answers, score the attempt and record the step. Submitted twice, it is submitted once.

    Late answers are kept as such; what was saved in time counts.
    """
    attempt, items = _held(attempt)
    _keep(attempt, items, answers, client_key)
    if attempt.is_submitted:
        return attempt
    versions = versions_of(items)
    for item in items:
        item.score = earned(item, versions)
    AttemptItem.objects.bulk_update(items, ["score"])
    attempt.submitted_at = timezone.now()
    _settle(attempt, items)
    return attempt


def finish_overdue(*, now: datetime) -> int:
    """Submit the attempts whose time was over before `now`, with what was saved in time; how many there were.

    Each in a transaction of its own. For learners who never came back to press the button.
    """
    overdue = QuizAttempt.objects.filter(submitted_at=None, due_at__lt=now - GRACE).select_related("enrolment")
    return len(each("quizzes", overdue, lambda row: submit_attempt(attempt=row, answers={}, client_key="")))


@transaction.atomic
def mark_answer(*, item: AttemptItem, by: User, score: Decimal, feedback: str) -> AttemptItem:
    """Mark an open answer, once or anew; `score` is 0 to 1. The result of the attempt follows when nothing waits.

    Raises NothingToMarkError, and PermissionDenied for those who may not mark this learner.
    """
    attempt, items = _held(item.attempt)
    if not may_facilitate(by, attempt.enrolment):
        raise PermissionDenied
    row = next(row for row in items if row.pk == item.pk)
    if not attempt.is_submitted or not isinstance(versions_of([row]).get(row.scoring_version), Open):
        raise NothingToMarkError
    row.score, row.feedback = in_places(max(Decimal(0), min(Decimal(1), score))), feedback
    row.marked_by, row.marked_at = by, timezone.now()
    row.save()
    _settle(attempt, items)
    return row


def _held(attempt: QuizAttempt) -> tuple[QuizAttempt, list[AttemptItem]]:
    """The attempt as it is now with its items, held through the enrolment until the transaction ends."""
    enrolment = locked(attempt.enrolment)
    attempt = QuizAttempt.objects.select_related("quiz_revision").get(pk=attempt.pk)
    attempt.enrolment = enrolment
    items = list(AttemptItem.objects.filter(attempt=attempt).order_by("position"))
    for item in items:
        item.attempt = attempt
    return attempt, items


def _keep(attempt: QuizAttempt, items: list[AttemptItem], answers: Mapping[int, Any], client_key: str) -> None:
    """Write what is new into the items, in time or as late."""
    now, is_late = timezone.now(), attempt.is_submitted or attempt.is_over
    changed = []
    for item in items:
        if item.position not in answers or is_older(client_key, item.client_key):
            continue
        answer = answers[item.position]
        if is_late:
            if answer == item.answer or answer == item.late_answer:
                continue
            item.late_answer, item.late_at = answer, now
        elif answer != item.answer:
            item.answer, item.answered_at = answer, now
        elif client_key == item.client_key:
            continue
        item.client_key = client_key
        changed.append(item)
    if changed:
        fields = ["answer", "answered_at", "late_answer", "late_at", "client_key"]
        AttemptItem.objects.bulk_update(changed, fields)


def is_older(key: str, known: str) -> bool:
    """Whether a page sent what has `key` before what has `known`. Of two pages neither is older."""
    page, _dot, number = key.rpartition(".")
    other, _dot, known_number = known.rpartition(".")
    if not page or page != other or not (number.isdecimal() and known_number.isdecimal()):
        return False
    return int(number) < int(known_number)


def _settle(attempt: QuizAttempt, items: list[AttemptItem]) -> None:
    """The result, when nothing waits for whoever marks it, and the step of the course. Every question counts alike."""
    scores = [Fraction(item.score) for item in items if item.score is not None]
    if len(scores) == len(items):
        attempt.score = in_places(sum(scores, Fraction(0)) / len(scores))
        attempt.passed = attempt.score * 100 >= attempt.pass_percent
    attempt.save()
    step = Step.objects.filter(course_key=attempt.enrolment.course_key, key=attempt.step_key).first()
    if step is not None:
        is_done = step.rule == StepRule.SUBMITTED or bool(attempt.passed)
        record_step(enrolment=attempt.enrolment, step=step, is_done=is_done, score=attempt.score)

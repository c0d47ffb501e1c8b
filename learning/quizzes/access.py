"""The one way to attempts and to answers that wait for a mark."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from learning.cohorts.access import enrolments_run_by, may_facilitate
from learning.quizzes.models import AttemptItem, QuizAttempt
from learning.studying.access import get_enrolment_for, refuse_closed_step


def get_attempt_for(user: Any, course_key: UUID, step_key: UUID, number: int) -> QuizAttempt:
    """A learner's own attempt at a quiz, also at one that the course no longer has. Else 404."""
    enrolment = get_enrolment_for(user, course_key)
    refuse_closed_step(course_key, step_key)
    attempts = QuizAttempt.objects.filter(enrolment=enrolment, step_key=step_key, number=number)
    attempt: QuizAttempt | None = attempts.select_related("enrolment", "quiz_revision").first()
    if attempt is None:
        raise Http404
    return attempt


def open_answers_for(user: Any) -> "QuerySet[AttemptItem]":
    """Answers of submitted attempts that `user` may mark, or has marked: of others, by those whose work it is."""
    rows = AttemptItem.objects.filter(attempt__submitted_at__isnull=False).exclude(attempt__enrolment__member=user.pk)
    if not user.has_perm("learning.mark_answers"):
        rows = rows.filter(attempt__enrolment__in=enrolments_run_by(user))
    return rows.select_related("attempt__enrolment__member", "attempt__quiz_revision")


def get_open_answer_for(user: Any, pk: int) -> AttemptItem:
    """An answer that waits for a mark, or that a person has marked. Else 404."""
    item: AttemptItem | None = open_answers_for(user).filter(pk=pk).first()
    if item is None or (item.score is not None and item.marked_at is None):
        raise Http404
    if not may_facilitate(user, item.attempt.enrolment):
        raise Http404
    return item

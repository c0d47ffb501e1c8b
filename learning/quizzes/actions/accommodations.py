"""More time in quizzes for one learner."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from camtree.members.models import User
from learning.quizzes.models import Accommodation, QuizAttempt
from learning.studying.actions import locked
from learning.studying.models import Enrolment


@transaction.atomic
def give_more_time(*, enrolment: Enrolment, extra_percent: int, note: str = "", by: User) -> Accommodation | None:
    """Let a learner have so many per cent more time in all quizzes of the course; 0 takes it back. Said twice, once.

    An attempt that is going on gets the time as well; taking it back takes nothing from an attempt.
    """
    enrolment = locked(enrolment)
    row = Accommodation.objects.filter(enrolment=enrolment).first()
    if extra_percent == 0:
        if row is not None:
            row._history_user = by  # type: ignore[attr-defined]
            row.delete()
        return None
    if row is not None and (row.extra_percent, row.note) == (extra_percent, note):
        return row
    row = row or Accommodation(enrolment=enrolment)
    row.extra_percent, row.note = extra_percent, note
    row._history_user = by  # type: ignore[attr-defined]
    row.save()
    for attempt in QuizAttempt.objects.filter(enrolment=enrolment, submitted_at=None).select_related("quiz_revision"):
        due = _due(attempt, extra_percent)
        if attempt.due_at and due and due > attempt.due_at:
            attempt.due_at = due
            attempt.save(update_fields=["due_at"])
    return row


def _due(attempt: QuizAttempt, extra_percent: int) -> datetime | None:
    """When an attempt would end by the rules it was begun with; the day on which the quiz closes is for everybody."""
    rules: dict[str, Any] = attempt.quiz_revision.content
    if not rules.get("minutes"):
        return None
    ends = [attempt.started_at + timedelta(seconds=int(rules["minutes"]) * 60 * (100 + extra_percent) / 100)]
    if closes := parse_datetime(rules.get("closes_at") or ""):
        ends.append(closes)
    return min(ends)

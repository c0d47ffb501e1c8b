"""Taking a course, leaving it, and going through its steps."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from camtree.members.models import User
from learning.courses.choices import StepKind
from learning.courses.models import CoursePage, Step
from learning.studying.choices import EnrolmentState
from learning.studying.milestones import Milestone, milestones
from learning.studying.models import Enrolment, JournalEntry, StepRecord
from learning.studying.progress import progress_of


class StaleTextError(Exception):
    """Somebody, most likely the same person on another device, saved a newer text. `entry` is what stands there."""

    def __init__(self, entry: JournalEntry) -> None:
        super().__init__()
        self.entry = entry


@transaction.atomic
def enrol_member(*, course: CoursePage, member: User) -> Enrolment:
    """Take a course, in whatever language its page is. Taking it twice is taking it once; all that was done is kept.

    Somebody who left and comes back goes on where they stopped.
    """
    enrolment, is_new = Enrolment.objects.select_for_update().get_or_create(
        member=member,
        course_key=course.translation_key,
        defaults={"course_title": course.title, "seen_at": timezone.now()},
    )
    if not is_new and enrolment.state == EnrolmentState.LEFT:
        enrolment.state = EnrolmentState.COMPLETED if enrolment.completed_at else EnrolmentState.ACTIVE
        enrolment.left_at, enrolment.seen_at = None, timezone.now()
        enrolment.save(update_fields=["state", "left_at", "seen_at"])
    return enrolment


@transaction.atomic
def leave_course(*, enrolment: Enrolment) -> Enrolment:
    """Stop taking a course. Nothing is deleted: answers, journal and certificates are there when one comes back."""
    milestones.reached(Milestone.LEAVING, enrolment)
    enrolment = locked(enrolment)
    if enrolment.state != EnrolmentState.LEFT:
        enrolment.state, enrolment.left_at = EnrolmentState.LEFT, timezone.now()
        enrolment.save(update_fields=["state", "left_at"])
    return enrolment


def locked(enrolment: Enrolment) -> Enrolment:
    """The row itself, held until the transaction ends: every action of a learner takes it first."""
    return Enrolment.objects.select_for_update().get(pk=enrolment.pk)


def open_lesson(*, enrolment: Enrolment, lesson_key: UUID) -> None:
    """Remember where one is. Written at most once in a while, because every look at a lesson comes here.

    One statement, so it needs no transaction of its own, which would cost each look two.
    """
    now = timezone.now()
    if enrolment.lesson_key != lesson_key or (now - enrolment.seen_at).total_seconds() > 300:
        Enrolment.objects.filter(pk=enrolment.pk).update(lesson_key=lesson_key, seen_at=now)
        enrolment.lesson_key, enrolment.seen_at = lesson_key, now


@transaction.atomic
def record_step(
    *,
    enrolment: Enrolment,
    step: Step,
    is_done: bool = True,
    score: Decimal | None = None,
    facts: dict[str, Any] | None = None,
) -> StepRecord:
    """Keep what a learner did at a step. Said twice it counts once: done stays done, and the best score stays.

    `score` is 0 to 1. Completes the course where nothing is left that its certificate asks for.
    """
    enrolment = locked(enrolment)
    record = StepRecord.objects.filter(enrolment=enrolment, step_key=step.key).first()
    record = record or StepRecord(enrolment=enrolment, step_key=step.key, kind=step.kind)
    if is_done and record.done_at is None:
        record.done_at = timezone.now()
    if score is not None and (record.score is None or score > record.score):
        record.score = score
    if facts is not None:
        record.facts = {**record.facts, **facts}
    record.save()
    _complete(enrolment)
    return record


def _complete(enrolment: Enrolment) -> None:
    """Completed once is completed for good, also when the course grows afterwards; certificates hear of it."""
    if enrolment.completed_at is None and progress_of(enrolment).is_complete:
        enrolment.completed_at = timezone.now()
        enrolment.state = EnrolmentState.COMPLETED if enrolment.is_open else enrolment.state
        enrolment.save(update_fields=["completed_at", "state"])
        milestones.reached(Milestone.COMPLETED, enrolment)


@transaction.atomic
def watch(*, enrolment: Enrolment, step: Step, second: int, parts: list[tuple[int, int]], length: int) -> StepRecord:
    """Keep which seconds of a recording were played, and where to go on. Done when enough of them were.

    `parts` are played stretches in seconds, `length` is that of the recording; a stretch sent again counts once.
    """
    enrolment = locked(enrolment)
    record = StepRecord.objects.filter(enrolment=enrolment, step_key=step.key).first()
    played = merged([*(tuple(part) for part in (record.facts.get("watched", []) if record else [])), *parts], length)
    seconds = sum(end - start for start, end in played)
    is_done = length > 0 and seconds * 100 >= step.facts.get("percent", 80) * length
    facts = {"second": max(0, min(second, length)), "watched": [list(part) for part in played]}
    return record_step(enrolment=enrolment, step=step, is_done=is_done, facts=facts)


def merged(parts: list[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """Stretches of seconds in their order, within 0 and `length`, without overlap."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((max(0, start), min(end, length)) for start, end in parts):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


@transaction.atomic
def write_journal(*, enrolment: Enrolment, step: Step, prompt: str, text: str, number: int) -> JournalEntry:
    """Keep what a learner wrote for themselves. `number` is the version their page knew.

    The same text again changes nothing, whatever the number. Raises StaleTextError where a newer, different text
    stands: nothing is lost, the learner sees both.
    """
    enrolment = locked(enrolment)
    entry = JournalEntry.objects.filter(enrolment=enrolment, step_key=step.key).first()
    entry = entry or JournalEntry(enrolment=enrolment, step_key=step.key)
    # Where nothing was ever written there is no entry: whoever has one has a record of the step, too.
    if entry.text == text or not (entry.pk or text.strip()):
        return entry
    if entry.number != number:
        raise StaleTextError(entry)
    entry.prompt, entry.text, entry.number = prompt, text, entry.number + 1
    entry.save()
    if text.strip() and step.kind in {StepKind.REFLECTION, StepKind.DISCUSSION}:
        record_step(enrolment=enrolment, step=step)
    return entry

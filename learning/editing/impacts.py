"""Whom a change to a course would touch, before it is made: exact numbers, counted by the database.

A change is the steps of a course before and after, and what its certificate asks for before and after. Nothing that
learners did is ever deleted by one; what changes is what still counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Cast, Coalesce, Round

from learning.assignments.models import AssignmentWork
from learning.certificates.models import Certificate
from learning.courses.choices import StepKind
from learning.courses.models import Step
from learning.quizzes.models import QuizAttempt
from learning.studying.choices import EnrolmentState
from learning.studying.models import Enrolment, JournalEntry, StepRecord
from learning.studying.progress import SESSIONS

Rules = tuple[tuple[str, Any], ...]
REQUIRED_STEPS: Rules = (("required_steps", None),)
# Scores have five places: counted in whole numbers they are exact on every database.
PLACES = 100_000
UNDER_WAY = Q(state=EnrolmentState.ACTIVE, completed_at=None)


@dataclass(frozen=True)
class PlannedStep:
    """A step as the course would have it."""

    key: UUID
    kind: str
    is_required: bool
    title: str


@dataclass(frozen=True)
class Change:
    """A course before and after."""

    course_key: UUID
    course_title: str
    before: tuple[PlannedStep, ...]
    after: tuple[PlannedStep, ...]
    rules_before: Rules = REQUIRED_STEPS
    rules_after: Rules = REQUIRED_STEPS

    @property
    def gone(self) -> list[UUID]:
        """Steps that the course would no longer have."""
        stays = {step.key for step in self.after}
        return [step.key for step in self.before if step.key not in stays]

    @property
    def newly_required(self) -> list[PlannedStep]:
        """Steps that would be required and are not today."""
        required = {step.key for step in self.before if step.is_required}
        return [step for step in self.after if step.is_required and step.key not in required]


@dataclass(frozen=True)
class GoneStep:
    """A step that would go: how many have done it, and how many under way have begun and not finished it."""

    title: str
    kind: StepKind
    done: int
    begun: int

    @property
    def name(self) -> str:
        """Its title; with its kind where it is an activity, because many have the title of their lesson."""
        return self.title if self.kind == StepKind.LESSON else f"{self.title} ({self.kind.label})"


@dataclass(frozen=True)
class Impact:
    """What a change would do to learners. All numbers are of people."""

    course_title: str
    # Take the course and have not finished it.
    learners: int = 0
    # Meet today what the certificate asks for; of those, who would not any more; and who would, and do not today.
    met: int = 0
    lost: int = 0
    gained: int = 0
    # Under way, and have not done all that would newly be required.
    more: int = 0
    certificates: int = 0
    gone: tuple[GoneStep, ...] = ()
    newly_required: tuple[str, ...] = field(default=())

    @property
    def is_felt(self) -> bool:
        """Whether anybody would notice."""
        used = any(step.done or step.begun for step in self.gone)
        return bool(used or self.lost or self.gained or self.more or (self.gone and self.learners))


def impact_of(change: Change) -> Impact:
    """Count whom a change touches: three queries, whatever the number of steps and learners."""
    newly = [step.key for step in change.newly_required]
    before, after = _met("before", change.before, change.rules_before), _met("after", change.after, change.rules_after)
    people = (
        Enrolment.objects.filter(course_key=change.course_key)
        .exclude(state=EnrolmentState.LEFT)
        .annotate(
            **_counts("before", change.before),
            **_counts("after", change.after),
            newly_done=_done_of(newly),
        )
        .order_by()
    )
    numbers = people.aggregate(
        learners=Count("pk", filter=UNDER_WAY),
        met=Count("pk", filter=before),
        lost=Count("pk", filter=before & ~after),
        gained=Count("pk", filter=UNDER_WAY & ~before & after),
        more=Count("pk", filter=UNDER_WAY & Q(newly_done__lt=len(newly))),
    )
    certificates = Certificate.objects.current().filter(course_key=change.course_key).count()
    return Impact(
        course_title=change.course_title,
        certificates=certificates,
        gone=_gone_steps(change),
        newly_required=tuple(step.title for step in change.newly_required),
        **numbers,
    )


def _done_of(keys: Iterable[UUID]) -> Count:
    return Count("records", filter=Q(records__done_at__isnull=False, records__step_key__in=list(keys)))


def _counts(when: str, steps: Iterable[PlannedStep]) -> dict[str, Any]:
    """What a learner did at these steps, in the numbers that conditions look at."""
    steps = list(steps)
    points = Cast(Round(F("records__score") * PLACES), IntegerField())
    quizzes = Q(records__step_key__in=[step.key for step in steps if step.kind == StepKind.QUIZ])
    return {
        f"{when}_all": _done_of(step.key for step in steps),
        f"{when}_required": _done_of(step.key for step in steps if step.is_required),
        f"{when}_sessions": _done_of(step.key for step in steps if step.kind in SESSIONS),
        f"{when}_points": Coalesce(Sum(points, filter=quizzes), 0),
    }


def _met(when: str, steps: Iterable[PlannedStep], rules: Rules) -> Q:
    """Whether the certificate is earned, as `learning.studying.progress` says it, in the words of the database."""
    steps = list(steps)
    quizzes = sum(step.kind == StepKind.QUIZ for step in steps)
    never = Q(pk__isnull=True)
    if not steps:
        return never
    found = Q(pk__isnull=False)
    for kind, value in rules or REQUIRED_STEPS:
        match kind:
            case "share":
                # Rounded up: four of five steps are not 81 per cent.
                found &= Q(**{f"{when}_all__gte": -(-int(value["percent"]) * len(steps) // 100)})
            case "quizzes":
                enough = Q(**{f"{when}_points__gte": int(value["percent"]) * quizzes * PLACES // 100})
                found &= enough if quizzes else never
            case "sessions":
                found &= Q(**{f"{when}_sessions__gte": int(value["number"])})
            case _:
                found &= Q(**{f"{when}_required__gte": sum(step.is_required for step in steps)})
    return found


def _gone_steps(change: Change) -> tuple[GoneStep, ...]:
    keys = change.gone
    if not keys:
        return ()
    done = StepRecord.objects.filter(
        step_key=OuterRef("key"), enrolment__course_key=change.course_key, done_at__isnull=False
    )
    rows = (
        Step.objects.filter(course_key=change.course_key, key__in=keys)
        .annotate(done=_number(done, "step_key"), begun=_number(_who_began(change.course_key), "course_key"))
        .order_by("position")
    )
    return tuple(GoneStep(row.title, StepKind(row.kind), row.done, row.begun) for row in rows)


def _who_began(course_key: UUID) -> "QuerySet[Enrolment]":
    """Learners under way who began the step around this query and have not finished it."""
    step = OuterRef(OuterRef("key"))
    at_step = {"enrolment": OuterRef("pk"), "step_key": step}
    began: Q = Q(Exists(StepRecord.objects.filter(**at_step)))
    for model in (QuizAttempt, AssignmentWork):
        began |= Q(Exists(model._default_manager.filter(**at_step)))
    began |= Q(Exists(JournalEntry.objects.filter(**at_step).exclude(text="")))
    finished = Exists(StepRecord.objects.filter(**at_step, done_at__isnull=False))
    return Enrolment.objects.filter(UNDER_WAY, began, ~finished, course_key=course_key)


def _number(rows: Any, by: str) -> Coalesce:
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)

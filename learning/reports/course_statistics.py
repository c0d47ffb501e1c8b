"""How courses go: who begins, who finishes, where people stop. Counted by the database, told of groups only."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from learning.certificates.models import Certificate
from learning.cohorts.models import CohortMember
from learning.courses.models import Step
from learning.reports.small_numbers import FEWEST, share, told
from learning.studying.choices import EnrolmentState
from learning.studying.models import Enrolment, StepRecord


@dataclass(frozen=True)
class Which:
    """Which enrolments are counted: those between two days, and of people in a group or alone."""

    since: date | None = None
    until: date | None = None
    in_group: bool | None = None

    def enrolments(self) -> "QuerySet[Enrolment]":
        """The enrolments themselves."""
        found = Enrolment.objects.order_by()
        if self.since:
            found = found.filter(enrolled_at__date__gte=self.since)
        if self.until:
            found = found.filter(enrolled_at__date__lte=self.until)
        if self.in_group is not None:
            joined = Exists(CohortMember.objects.joined().filter(enrolment=OuterRef("pk")))
            found = found.filter(joined if self.in_group else ~joined)
        return found


@dataclass(frozen=True)
class CourseNumbers:
    """How a course went. Numbers are of people; what may be told of them is in the properties that reports show."""

    people: int = 0
    began: int = 0
    ended: int = 0
    went: int = 0
    certified: int = 0
    median: float | None = None

    @property
    def enrolled(self) -> int | str:
        return told(self.people)

    @property
    def started(self) -> int | str:
        return told(self.began, self.people)

    @property
    def finished(self) -> int | str:
        return told(self.ended, self.people)

    @property
    def left(self) -> int | str:
        return told(self.went, self.people)

    @property
    def certificates(self) -> int | str:
        return told(self.certified, self.people)

    @property
    def percent_finished(self) -> int | str:
        found = share(self.ended, self.people)
        return "" if found is None else found

    @property
    def days(self) -> int | str:
        """Days from enrolling to finishing, as long as half of those who finished took at the most."""
        return "" if self.median is None or self.ended < FEWEST else round(self.median)


def numbers_of(keys: Iterable[UUID], which: Which) -> dict[UUID, CourseNumbers]:
    """How these courses go, by their keys: two queries."""
    keys = list(keys)
    people = which.enrolments().filter(course_key__in=keys)
    began = Exists(StepRecord.objects.filter(enrolment=OuterRef("pk")))
    certified = Exists(Certificate.objects.filter(enrolment=OuterRef("pk")))
    rows = people.values("course_key").annotate(
        people=Count("pk"),
        began=Count("pk", filter=began),
        ended=Count("pk", filter=Q(completed_at__isnull=False)),
        went=Count("pk", filter=Q(state=EnrolmentState.LEFT)),
        certified=Count("pk", filter=certified),
    )
    medians = _medians(people)
    return {
        row["course_key"]: CourseNumbers(
            **{name: row[name] for name in ("people", "began", "ended", "went", "certified")},
            median=medians.get(row["course_key"]),
        )
        for row in rows
    }


def _medians(people: "QuerySet[Enrolment]") -> dict[UUID, float]:
    """Days to finish in the middle of each course; of two in the middle, their mean. At most two rows a course."""
    took = ExpressionWrapper(F("completed_at") - F("enrolled_at"), output_field=DurationField())
    middle = (
        people.filter(completed_at__isnull=False)
        .annotate(took=took)
        .annotate(
            place=Window(RowNumber(), partition_by="course_key", order_by=["took", "pk"]),
            size=Window(Count("pk"), partition_by="course_key"),
        )
        .filter(place__gte=F("size") / 2.0, place__lte=F("size") / 2.0 + 1)
    )
    found: dict[UUID, list[timedelta]] = defaultdict(list)
    for key, duration in middle.values_list("course_key", "took"):
        found[key].append(duration)
    return {key: sum(row.total_seconds() for row in rows) / len(rows) / 86_400 for key, rows in found.items()}


@dataclass(frozen=True)
class StepNumbers:
    """What became of people at a step: how many came so far, did it, and got no further."""

    people: int = 0
    came: int = 0
    did: int = 0
    stayed: int = 0

    @property
    def reached(self) -> int | str:
        return told(self.came, self.people)

    @property
    def done(self) -> int | str:
        return told(self.did, self.people)

    @property
    def last_here(self) -> int | str:
        return told(self.stayed)

    @property
    def percent_reached(self) -> int | None:
        return share(self.came, self.people)

    @property
    def percent_done(self) -> int | None:
        return share(self.did, self.people)


@dataclass
class DropOff:
    """Where people stop in a course: numbers by the key of each step, and how many never began."""

    people: int = 0
    never_began: int = 0
    steps: dict[UUID, StepNumbers] = field(default_factory=dict)


def drop_off(course_key: UUID, steps: Sequence[Step], which: Which) -> DropOff:
    """Where people stop, in the order of `steps`, which are all of the course: two queries.

    Somebody has come as far as the furthest step at which they did anything. Who has finished did not stop anywhere.
    """
    people = which.enrolments().filter(course_key=course_key)
    touched = StepRecord.objects.filter(enrolment=OuterRef(OuterRef("pk"))).values("step_key")
    furthest = Step.objects.current().filter(course_key=course_key, key__in=touched).order_by("-position")
    at: dict[Any, tuple[int, int]] = {}
    rows = people.annotate(furthest=Subquery(furthest.values("key")[:1])).values("furthest")
    for row in rows.annotate(all=Count("pk"), open=Count("pk", filter=Q(completed_at=None))):
        at[row["furthest"]] = (row["all"], row["open"])
    total = sum(number for number, _open in at.values())
    did = dict(
        StepRecord.objects.filter(enrolment__in=people, done_at__isnull=False)
        .order_by()
        .values_list("step_key")
        .annotate(Count("pk"))
    )
    found = DropOff(people=total, never_began=at.get(None, (0, 0))[0])
    came = 0
    for step in reversed(steps):
        came += at.get(step.key, (0, 0))[0]
        found.steps[step.key] = StepNumbers(total, came, did.get(step.key, 0), at.get(step.key, (0, 0))[1])
    return found

"""A member's record of professional development: courses, sessions and reviews by year, in five queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.utils import timezone

from camtree.members.models import User
from learning.certificates.models import Certificate
from learning.cohorts.models import Attendance
from learning.courses.choices import StepKind
from learning.courses.models import Step
from learning.studying.models import StepRecord
from research.review.board import reviews_by_year

SESSIONS = (StepKind.LIVE, StepKind.HALL)


@dataclass(frozen=True)
class Session:
    """A session that somebody attended. It counts by itself unless it is part of a course that counts as a whole."""

    title: str
    course: str
    kind: str
    attended_at: datetime
    minutes: int
    is_counted: bool

    @property
    def hours(self) -> Decimal:
        """Hours to one decimal; 0 where the course counts them."""
        return _hours(self.minutes) if self.is_counted else Decimal(0)


@dataclass
class RecordYear:
    """What somebody did in a calendar year, by the clock of whoever looks."""

    year: int
    certificates: list[Certificate] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    reviews: int = 0

    @property
    def hours(self) -> Decimal:
        """Hours of courses and of sessions outside them. Reviews have no hours: nobody measures them."""
        counted = sum(session.minutes for session in self.sessions if session.is_counted)
        return sum((certificate.hours for certificate in self.certificates), _hours(counted))


def record_of(member: User) -> list[RecordYear]:
    """The record, the latest year first. Revoked certificates are not part of it; expired ones are."""
    years: dict[int, RecordYear] = {}

    def year(number: int) -> RecordYear:
        return years.setdefault(number, RecordYear(number))

    counted: set[UUID] = set()
    for certificate in Certificate.objects.of(member):
        counted.add(certificate.course_key)
        year(timezone.localtime(certificate.earned_at).year).certificates.append(certificate)
    for session in _sessions(member, counted):
        year(timezone.localtime(session.attended_at).year).sessions.append(session)
    for number, reviews in reviews_by_year(member):
        year(number).reviews = reviews
    return [years[number] for number in sorted(years, reverse=True)]


def _sessions(member: User, counted: set[UUID]) -> list[Session]:
    """Sessions attended, the latest first: those of cohorts by their own day, and steps done without a list."""
    attendances = Attendance.objects.filter(member__member=member).select_related("session__cohort")
    found = [_attended(row, counted) for row in attendances]
    listed = {(row.session.cohort.course_key, row.session.step_key) for row in attendances}
    records = list(
        StepRecord.objects.filter(enrolment__member=member, kind__in=SESSIONS, done_at__isnull=False)
        .select_related("enrolment")
        .order_by("-pk")
    )
    steps: dict[UUID, dict[UUID, Step]] = defaultdict(dict)
    for row in Step.objects.filter(key__in=[record.step_key for record in records]):
        steps[row.course_key][row.key] = row
    for record in records:
        key, step = record.enrolment.course_key, steps[record.enrolment.course_key].get(record.step_key)
        if (key, record.step_key) in listed:
            continue
        minutes = record.facts.get("minutes")
        if not isinstance(minutes, int) or minutes < 0:
            minutes = step.minutes if step else 0
        found.append(
            Session(
                title=step.title if step else record.enrolment.course_title,
                course=record.enrolment.course_title,
                kind=str(record.get_kind_display()),
                attended_at=record.done_at or record.saved_at,
                minutes=minutes,
                is_counted=key not in counted,
            )
        )
    return sorted(found, key=lambda session: session.attended_at, reverse=True)


def _attended(row: Attendance, counted: set[UUID]) -> Session:
    """A session of a cohort. As long as was written on its list, else as long as it was announced."""
    session = row.session
    announced = int((session.ends_at - session.starts_at).total_seconds() // 60)
    return Session(
        title=session.title,
        course=session.cohort.course_title,
        kind=str((StepKind.LIVE if session.address_online else StepKind.HALL).label),
        attended_at=session.starts_at,
        minutes=announced if row.minutes is None else row.minutes,
        is_counted=session.cohort.course_key not in counted,
    )


def total_hours(years: list[RecordYear]) -> Decimal:
    """Of all years together."""
    return sum((year.hours for year in years), Decimal(0))


def _hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)

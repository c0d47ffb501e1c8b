"""Places of cohorts: whoever comes in takes the course, and hears when one is offered."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from camtree.events.places import Places
from learning.cohorts.mails import write_to
from learning.cohorts.models import Cohort, CohortMember
from learning.courses.models import CoursePage
from learning.courses.queries import speaking_course
from learning.studying.actions import enrol_member


class CohortClosedError(Exception):
    """Nobody can join: the cohort is closed or over, or its course is not public."""


class CohortPlaces(Places[Cohort, CohortMember]):
    """The places of cohorts. A cohort is held before any enrolment."""

    event = Cohort
    name = "members"

    def moves(self, event: Cohort, now: datetime) -> bool:
        return event.takes_members(timezone.localdate(now))

    def admit(self, event: Cohort, row: CohortMember, now: datetime) -> None:
        today = timezone.localdate(now)
        # An offer holds while the cohort lasts, also when nobody else may come in any more.
        may_come_in = event.ends_on >= today if row.state == row.OFFERED else event.takes_members(today)
        if not may_come_in or _course_of(event) is None:
            raise CohortClosedError

    def when_taken(self, row: CohortMember, now: datetime, *, waited: bool) -> None:
        course = _course_of(row.cohort)
        if course is None:
            raise CohortClosedError
        row.joined_at = now
        row.enrolment = enrol_member(course=course, member=row.member)  # type: ignore[arg-type]

    def when_offered(self, row: CohortMember) -> None:
        write_to(row, "cohort_offer")

    def when_expired(self, row: CohortMember) -> None:
        write_to(row, "cohort_offer_over")


def _course_of(cohort: Cohort) -> CoursePage | None:
    """The page of the course in the language of the cohort, else in another that is public."""
    page: CoursePage | None = cohort.courses.live().filter(locale__language_code=cohort.language).first()
    return page or speaking_course(cohort.course_key)


PLACES: Final = CohortPlaces()

"""What of cohorts stands in the calendar of a member."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from camtree.events.calendars import Entry
from camtree.events.sources import entries_of
from camtree.members.models import User
from learning.cohorts.actions.cohorts import leave_cohort
from learning.cohorts.actions.sessions import extend_deadline, set_deadline
from learning.models import Cohort, CohortMember, CohortSession, Deadline
from learning.studying.actions import record_step
from tests.factories.cohorts import make_cohort, make_joined, make_session, run_by, step_of_kind
from tests.queries import budget

pytestmark = pytest.mark.django_db


def member_of(place: CohortMember) -> User:
    assert place.member is not None
    return place.member


def due(cohort: Cohort, kind: str = "discussion", day: date = date(2030, 1, 1)) -> Deadline:
    deadline = set_deadline(cohort=cohort, step_key=step_of_kind(cohort, kind).key, due_on=day)
    assert deadline is not None
    return deadline


def uids(member: User) -> list[str]:
    return [entry.uid for entry in entries_of(member)]


def test_sessions_are_in_the_calendar_of_who_is_in_and_of_who_runs_it() -> None:
    cohort = make_cohort(capacity=1)
    inside, waiting = make_joined(cohort), make_joined(cohort)
    session = make_session(cohort, place="Hall 2")
    elsewhere = make_session(make_cohort("Other"))
    site = settings.WAGTAILADMIN_BASE_URL
    expected: dict[str, Any] = {
        "uid": f"cohort-session-{session.pk}@camtree",
        "when": session.moment,
        "title": "In the hall",
        "place": "Hall 2",
        "changed_at": session.changed_at,
    }
    assert entries_of(member_of(inside)) == [Entry(**expected, address=f"{site}/en/my/cohorts/{cohort.pk}/")]
    by = Entry(**expected, address=f"{site}/en/my/teaching/{cohort.pk}/sessions/")
    assert entries_of(run_by(cohort)) == [by]
    assert uids(member_of(waiting)) == []
    assert uids(run_by(elsewhere.cohort)) == [f"cohort-session-{elsewhere.pk}@camtree"]
    leave_cohort(member=inside)
    assert uids(member_of(inside)) == []


def test_what_is_long_over_is_left_out() -> None:
    cohort = make_cohort()
    place, session = make_joined(cohort), make_session(cohort)
    deadline = due(cohort, day=timezone.localdate())
    assert len(uids(member_of(place))) == 2
    later = timezone.now() + timedelta(days=89)
    assert len(entries_of(member_of(place), later)) == 2
    assert entries_of(member_of(place), later + timedelta(days=3)) == []
    assert (session.pk, deadline.pk) == (CohortSession.objects.get().pk, Deadline.objects.get().pk)


def test_a_deadline_is_a_day_and_an_extension_moves_it_for_one() -> None:
    cohort = make_cohort()
    deadline, place, other = due(cohort), make_joined(cohort), make_joined(cohort)
    [entry] = entries_of(member_of(place))
    assert (entry.uid, entry.when, entry.title, entry.text) == (
        f"cohort-deadline-{deadline.pk}@camtree",
        date(2030, 1, 1),
        f"Due: {step_of_kind(cohort, 'discussion').title}",
        "Spring group",
    )
    extend_deadline(deadline=deadline, member=place, due_on=date(2030, 1, 12))
    assert [entries_of(member_of(row))[0].when for row in (place, other)] == [date(2030, 1, 12), date(2030, 1, 1)]
    due(cohort, day=date(2030, 2, 1))
    assert entries_of(member_of(place))[0].when == date(2030, 2, 1)


def test_what_is_done_is_due_no_more_and_what_the_course_lost_neither() -> None:
    cohort = make_cohort()
    place, other = make_joined(cohort), make_joined(cohort)
    due(cohort)
    Deadline.objects.create(cohort=cohort, step_key=cohort.course_key, due_on=date(2030, 1, 1))
    assert len(uids(member_of(place))) == 1
    assert place.enrolment is not None
    record_step(enrolment=place.enrolment, step=step_of_kind(cohort, "discussion"))
    assert uids(member_of(place)) == []
    assert len(uids(member_of(other))) == 1
    assert uids(run_by(cohort)) == []


def test_the_calendar_asks_the_same_for_one_group_as_for_five() -> None:
    member = member_of(make_joined(first := make_cohort()))
    for number in range(5):
        cohort = first if number == 0 else make_cohort(f"Group {number}")
        if number:
            CohortMember.objects.filter(pk=make_joined(cohort).pk).update(member=member)
        make_session(cohort)
        due(cohort)
        # Two of them for webinars, of which there are none.
        with budget(8, 1):
            assert len(uids(member)) == 2 * (number + 1)

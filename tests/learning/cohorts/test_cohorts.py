"""Coming into a cohort, waiting for a place, going out."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from learning.cohorts.actions.cohorts import (
    change_cohort,
    decline_place,
    leave_cohort,
    leave_cohorts_of,
    move_waiting_lists,
    remove_facilitator,
    take_place,
)
from learning.cohorts.choices import MemberState
from learning.cohorts.places import CohortClosedError
from learning.models import Cohort, CohortMember, Enrolment
from tests.factories.cohorts import make_blended_course, make_cohort, make_joined, run_by, step_of_kind
from tests.factories.members import make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def states(cohort: Cohort) -> list[str]:
    return list(cohort.members.order_by("pk").values_list("state", flat=True))


# ---------------------------------------------------------------- places


def test_joining_takes_the_course_and_twice_is_once() -> None:
    cohort = make_cohort()
    member = make_member()
    first, again = take_place(cohort=cohort, member=member), take_place(cohort=cohort, member=member)
    assert (first.pk, first.state, again.pk) == (again.pk, "joined", first.pk)
    assert first.enrolment == Enrolment.objects.get(member=member, course_key=cohort.course_key)
    assert CohortMember.objects.count() == 1


def test_a_full_cohort_puts_people_on_the_waiting_list() -> None:
    cohort = make_cohort(capacity=1)
    make_joined(cohort)
    waiting = make_joined(cohort)
    assert states(cohort) == ["joined", "waiting"]
    assert waiting.enrolment is None
    assert not Enrolment.objects.filter(member=waiting.member).exists()


def test_a_free_place_is_offered_to_the_first_who_waits(django_capture_on_commit_callbacks: Any) -> None:
    cohort = make_cohort(capacity=1, offer_days=2)
    inside, first, second = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    with django_capture_on_commit_callbacks(execute=True):
        leave_cohort(member=inside)
    assert states(cohort) == ["left", "offered", "waiting"]
    assert [message.to for message in mail.outbox] == [[first.member.email]]  # type: ignore[union-attr]
    assert mail.outbox[0].subject == "A place is free: Spring group"
    assert f"/en/my/cohorts/{cohort.pk}/" in str(mail.outbox[0].body)
    first.refresh_from_db()
    assert first.offered_until is not None
    assert timedelta(days=1, hours=23) < first.offered_until - timezone.now() <= timedelta(days=2)
    assert take_place(cohort=cohort, member=first.member).state == "joined"  # type: ignore[arg-type]
    assert take_place(cohort=cohort, member=second.member).state == "waiting"  # type: ignore[arg-type]


def test_an_offer_that_is_declined_goes_on() -> None:
    cohort = make_cohort(capacity=1)
    inside, first, _second = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    leave_cohort(member=inside)
    decline_place(member=first)
    decline_place(member=first)
    assert states(cohort) == ["left", "declined", "offered"]


def test_an_offer_runs_out_and_goes_on(django_capture_on_commit_callbacks: Any) -> None:
    cohort = make_cohort(capacity=1, offer_days=3)
    inside, first, second = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    leave_cohort(member=inside)
    now = timezone.now()
    assert move_waiting_lists(now=now + timedelta(days=2)) == (0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert move_waiting_lists(now=now + timedelta(days=3, minutes=1)) == (1, 1)
        assert move_waiting_lists(now=now + timedelta(days=3, minutes=1)) == (0, 0)
    assert states(cohort) == ["left", "expired", "offered"]
    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([first.member.email], "Your place was given on: Spring group"),  # type: ignore[union-attr]
        ([second.member.email], "A place is free: Spring group"),  # type: ignore[union-attr]
    ]


def test_who_is_too_late_gets_to_the_end_of_the_list_though_no_timer_ran() -> None:
    cohort = make_cohort(capacity=1)
    inside, first, _second = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    leave_cohort(member=inside)
    CohortMember.objects.filter(pk=first.pk).update(offered_until=timezone.now() - timedelta(minutes=1))
    assert take_place(cohort=cohort, member=first.member).state == "waiting"  # type: ignore[arg-type]
    assert states(cohort) == ["left", "waiting", "offered"]


def test_more_places_are_offered_at_once_and_fewer_take_nobodys() -> None:
    cohort = make_cohort(capacity=1)
    for _number in range(4):
        make_joined(cohort)
    change_cohort(cohort=cohort, capacity=3)
    assert states(cohort) == ["joined", "offered", "offered", "waiting"]
    change_cohort(cohort=cohort, capacity=1)
    assert states(cohort) == ["joined", "offered", "offered", "waiting"]


def test_a_cohort_that_is_closed_or_over_takes_nobody() -> None:
    closed, over = make_cohort(is_open=False), make_cohort(ends_on=timezone.localdate() - timedelta(days=1))
    for cohort in (closed, over):
        with pytest.raises(CohortClosedError):
            take_place(cohort=cohort, member=make_member())
        assert states(cohort) == []


def test_coming_back_after_leaving() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    leave_cohort(member=place)
    back = take_place(cohort=cohort, member=place.member)  # type: ignore[arg-type]
    assert (back.pk, back.state) == (place.pk, "joined")
    assert Enrolment.objects.count() == 1


def test_leaving_a_course_leaves_its_cohorts() -> None:
    course = make_blended_course()
    one, other = make_cohort(course=course), make_cohort("Another course")
    place = make_joined(one)
    assert place.member is not None
    take_place(cohort=other, member=place.member)
    assert leave_cohorts_of(member=place.member, course_key=one.course_key) == 1
    assert (states(one), states(other)) == (["left"], ["joined"])


def test_somebody_always_runs_a_cohort() -> None:
    cohort = make_cohort()
    assert remove_facilitator(cohort=cohort, user=run_by(cohort)) is False
    assert cohort.facilitators.count() == 1


# ---------------------------------------------------------------- at the same moment


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once(site_after_flush: None) -> None:
    cohort = make_cohort(capacity=1)
    members = [make_member() for _number in range(4)]
    results = at_once(*(lambda who=who: str(take_place(cohort=cohort, member=who).state) for who in members))
    assert sorted(results) == ["joined", "waiting", "waiting", "waiting"]
    assert sorted(states(cohort)) == ["joined", "waiting", "waiting", "waiting"]
    assert Enrolment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_joins_once(site_after_flush: None) -> None:
    cohort, member = make_cohort(capacity=1), make_member()
    assert at_once(*[lambda: str(take_place(cohort=cohort, member=member).state)] * 3) == ["joined"] * 3
    assert states(cohort) == ["joined"]


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_offer_a_place_once(site_after_flush: None) -> None:
    cohort = make_cohort(capacity=1)
    inside, _first, _second = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    CohortMember.objects.filter(pk=inside.pk).update(state=MemberState.LEFT)
    mail.outbox.clear()
    assert sorted(at_once(*[lambda: move_waiting_lists(now=timezone.now())] * 2)) == [(0, 0), (0, 1)]
    assert states(cohort) == ["left", "offered", "waiting"]
    assert [message.subject for message in mail.outbox] == ["A place is free: Spring group"]
    late = timezone.now() + timedelta(days=4)
    assert sorted(at_once(*[lambda: move_waiting_lists(now=late)] * 2)) == [(0, 0), (1, 1)]
    assert states(cohort) == ["left", "expired", "offered"]


@pytest.mark.django_db(transaction=True)
def test_leaving_and_joining_at_once_never_gives_a_place_twice(site_after_flush: None) -> None:
    cohort = make_cohort(capacity=1)
    inside, waiting, newcomer = make_joined(cohort), make_joined(cohort), make_member()
    at_once(
        lambda: leave_cohort(member=inside),
        lambda: take_place(cohort=cohort, member=newcomer),
        lambda: take_place(cohort=cohort, member=waiting.member),  # type: ignore[arg-type]
    )
    held = cohort.members.filter(state__in=["joined", "offered"])
    assert [row.member_id for row in held] == [waiting.member_id]


def test_a_step_for_each_kind_of_session() -> None:
    course = make_blended_course()
    assert (step_of_kind(course, "live").rule, step_of_kind(course, "hall").minutes) == ("attended", 90)

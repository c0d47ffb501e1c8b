"""Registering for a webinar, waiting for a place, giving it back."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from camtree.events.sources import entries_of
from tests.camtree.events.test_places import all_at_once
from tests.factories.members import make_member
from tests.factories.pages import make_translation
from tests.factories.webinars import change_page, make_open_webinar, make_registered, member_of, register_of
from webinars.registrations.actions.places import (
    cancel_registration,
    cancel_registrations_of,
    move_waiting_lists,
    register_member,
)
from webinars.registrations.models import Register, Registration
from webinars.registrations.places import RegistrationClosedError
from webinars.registrations.queries import registrations_of

pytestmark = pytest.mark.django_db
PEOPLE, CAPACITY = 200, 50


def states(webinar: Any) -> list[str]:
    return list(register_of(webinar).registrations.order_by("pk").values_list("state", flat=True))


def test_twice_and_in_another_language_is_once(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    arabic, member = make_translation(webinar), make_member()
    with django_capture_on_commit_callbacks(execute=True):
        first = make_registered(webinar, member)
        again = make_registered(webinar, member)
        other = make_registered(arabic, member, language="ar")
    assert {first.pk, again.pk, other.pk} == {first.pk}
    assert (states(webinar), Register.objects.count()) == (["joined"], 1)
    assert Registration.objects.get().language == "ar"
    assert len(mail.outbox) == 1


def test_the_next_moves_up_at_once_and_is_told(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar(capacity=1)
    inside, first, second = (make_registered(webinar) for _person in range(3))
    assert [row.number_in_line for row in (inside, first, second)] == [0, 1, 2]
    with django_capture_on_commit_callbacks(execute=True):
        cancel_registration(row=inside)
        cancel_registration(row=inside)
    assert states(webinar) == ["cancelled", "joined", "waiting"]
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told == {
        inside.address: "Your registration is cancelled: Talk in pairs",
        first.address: "You are registered: Talk in pairs",
    }
    assert "a place has become free" in str(next(m for m in mail.outbox if m.to == [first.address]).body)


def test_more_places_go_to_those_who_wait_and_fewer_take_nobodys_away() -> None:
    webinar = make_open_webinar(capacity=1)
    for _person in range(4):
        make_registered(webinar)
    change_page(webinar, capacity=2)
    assert states(webinar) == ["joined", "joined", "waiting", "waiting"]
    change_page(webinar, capacity=1)
    assert states(webinar) == ["joined", "joined", "waiting", "waiting"]
    change_page(webinar, capacity=None)
    assert states(webinar) == ["joined"] * 4


def test_the_timer_moves_lists_that_stood_still() -> None:
    webinar = make_open_webinar(capacity=1)
    make_registered(webinar)
    make_registered(webinar)
    Register.objects.update(capacity=2)
    now = timezone.now()
    assert move_waiting_lists(now=now) == (0, 1)
    assert move_waiting_lists(now=now) == (0, 0)


@pytest.mark.parametrize(
    "closed",
    [
        {"takes_registrations": False},
        {"is_cancelled": True, "cancelled_because": "Ill."},
        {"registration_opens_at": timezone.now() + timedelta(days=1)},
        {"registration_closes_at": timezone.now() - timedelta(days=1)},
        {"starts_at": timezone.now() - timedelta(hours=2)},
        {"live": False},
    ],
)
def test_nobody_comes_in_where_registration_is_closed(closed: dict[str, Any]) -> None:
    webinar, member = make_open_webinar(), make_member()
    if "live" in closed:
        webinar.unpublish()
    else:
        webinar = change_page(webinar, **closed)
    with pytest.raises(RegistrationClosedError):
        register_member(webinar=webinar, member=member, language="en")
    assert Registration.objects.count() == 0


def test_a_webinar_without_registration_has_no_list() -> None:
    make_open_webinar(takes_registrations=False)
    assert Register.objects.count() == 0


def test_waiting_and_registered_are_told_apart_in_the_calendar() -> None:
    webinar = make_open_webinar(capacity=1)
    inside, waiting = make_registered(webinar), make_registered(webinar)
    shown = [
        (entry.title, entry.status, entry.uid) for row in (inside, waiting) for entry in entries_of(member_of(row))
    ]
    uid = f"{webinar.translation_key}@camtree"
    assert shown == [
        ("Talk in pairs", "CONFIRMED", uid),
        ("Waiting list: Talk in pairs", "TENTATIVE", uid),
    ]
    cancel_registration(row=inside)
    assert entries_of(member_of(inside)) == []


def test_an_account_that_goes_gives_its_place_to_the_next(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar(capacity=1)
    inside, waiting = make_registered(webinar), make_registered(webinar)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_registrations_of(member=member_of(inside))
    waiting.refresh_from_db()
    assert waiting.state == "joined"
    assert [message.to for message in mail.outbox] == [[waiting.address]]


def test_ones_own_webinars_to_come_and_past() -> None:
    member = make_member()
    coming, over = make_open_webinar("Coming"), make_open_webinar("Over")
    make_registered(coming, member)
    make_registered(over, member)
    cancelled = make_registered(make_open_webinar("Cancelled"), member)
    cancel_registration(row=cancelled)
    change_page(over, starts_at=timezone.now() - timedelta(days=2))
    to_come, past = registrations_of(member, "en")
    assert [[str(mine.page) for mine in part] for part in (to_come, past)] == [["Coming"], ["Over"]]


@pytest.mark.django_db(transaction=True)
def test_two_hundred_at_once_for_fifty_places(site_after_flush: None) -> None:
    webinar = make_open_webinar(capacity=CAPACITY)
    people = [make_member() for _person in range(PEOPLE)]
    asked: Sequence[Callable[[], Any]] = [partial(make_registered, webinar, person) for person in people]
    all_at_once(asked)
    rows = register_of(webinar).registrations.all()
    inside = set(rows.joined().values_list("member", flat=True))
    waiting = list(rows.waiting().values_list("member", flat=True))
    assert (len(inside), len(waiting), len(set(waiting))) == (CAPACITY, PEOPLE - CAPACITY, PEOPLE - CAPACITY)
    assert inside | set(waiting) == {person.pk for person in people}
    # Who has a place asked before whoever waits, and the list is in the order of asking.
    assert not rows.joined().filter(joined_at__gt=rows.waiting()[0].waiting_since).exists()
    for row in list(rows.joined())[:3]:
        cancel_registration(row=row)
    assert list(rows.waiting().values_list("member", flat=True)) == waiting[3:]
    assert set(rows.joined().values_list("member", flat=True)) >= set(waiting[:3])

"""The way into the room."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.members import browser_of, make_member
from tests.factories.webinars import change_page, make_open_webinar, make_registered, member_of
from webinars.registrations.models import Registration

pytestmark = pytest.mark.django_db


def came() -> int:
    return Registration.objects.filter(attended_at__isnull=False).count()


@pytest.mark.parametrize(("minutes", "opens"), [(-60, False), (-59, True), (14, True), (16, False)])
def test_it_opens_a_quarter_of_an_hour_before_and_closes_at_the_end(minutes: int, opens: bool) -> None:
    webinar = make_open_webinar()
    row = make_registered(webinar)
    change_page(webinar, starts_at=timezone.now() + timedelta(minutes=minutes, seconds=20 if minutes < 0 else 0))
    if minutes == -60:
        change_page(webinar, starts_at=timezone.now() - timedelta(minutes=61))
    for browser, address in (
        (browser_of(member_of(row)), reverse("join_webinar", args=[webinar.slug])),
        (Client(), reverse("join_as_registered", args=[row.token])),
    ):
        answer = browser.get(address)
        if opens:
            assert (answer.status_code, answer["Location"]) == (302, "https://meet.test/room")
        else:
            assert answer.status_code == 200
            assert "meet.test" not in answer.content.decode()
    assert came() == int(opens)


def test_coming_is_counted_once_and_not_by_a_program_that_looks() -> None:
    webinar = make_open_webinar()
    row = make_registered(webinar)
    change_page(webinar, starts_at=timezone.now())
    address = reverse("join_as_registered", args=[row.token])
    Client().head(address)
    assert came() == 0
    Client().get(address)
    first = Registration.objects.get().attended_at
    Client().get(address)
    assert Registration.objects.get().attended_at == first


def test_who_has_no_place_is_not_led_in() -> None:
    webinar = make_open_webinar(capacity=1)
    make_registered(webinar)
    waiting = make_registered(webinar)
    webinar = change_page(webinar, starts_at=timezone.now())
    answer = Client().get(reverse("join_as_registered", args=[waiting.token]))
    assert answer["Location"] == reverse("webinar_registration", args=[waiting.token])
    for browser in (Client(), browser_of(make_member())):
        answer = browser.get(reverse("join_webinar", args=[webinar.slug]))
        assert answer.status_code == 403
        assert "meet.test" not in answer.content.decode()
    assert came() == 0


def test_without_a_link_a_sentence() -> None:
    webinar = make_open_webinar(meeting_link="")
    row = make_registered(webinar)
    change_page(webinar, starts_at=timezone.now())
    answer = Client().get(reverse("join_as_registered", args=[row.token]))
    assert "The hosts have not opened the room yet." in answer.content.decode()
    assert came() == 0

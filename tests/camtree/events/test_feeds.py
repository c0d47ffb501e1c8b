"""The secret address of a member's calendar: who reads it, how long it holds, what goes with the account."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from camtree.events import sources
from camtree.events.actions import make_feed, replace_feed, stop_feed
from camtree.events.calendars import Entry
from camtree.events.models import CalendarFeed
from camtree.events.moments import Moment
from camtree.members.actions import close_account
from camtree.members.models import User
from camtree.members.personal_data import held_about
from tests.factories.members import browser_of, make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db
START = datetime(2030, 7, 1, 12, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def two_sources() -> Iterator[None]:
    """A kind of event that has something for everybody, and one that says in which language it was asked."""

    def talk(member: User, since: datetime) -> list[Entry]:
        moment = Moment(START, START + timedelta(hours=1), "Asia/Almaty")
        return [Entry(uid=f"talk-{member.pk}@test", when=moment, title=f"Talk for {member}")]

    def day(member: User, since: datetime) -> list[Entry]:
        from django.utils.translation import get_language

        return [Entry(uid=f"day-{member.pk}@test", when=date(2030, 1, 31), title=f"Asked in {get_language()}")]

    sources.register_source("test-talk", talk)
    sources.register_source("test-day", day)
    yield
    sources._sources.remove("test-talk")
    sources._sources.remove("test-day")


def titles(answer: Any) -> list[str]:
    return [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def address_of(feed: CalendarFeed) -> str:
    return reverse("calendar_feed", args=[feed.secret])


def test_one_calendar_holds_what_each_kind_of_event_has_for_the_member() -> None:
    mine, others = make_feed(member=make_member("Ana", preferred_language="ar")), make_feed(member=make_member("Bo"))
    answer = Client().get(address_of(mine))
    assert titles(answer) == ["Asked in ar", "Talk for Ana"]
    assert answer["Content-Language"] == "ar"
    assert titles(Client().get(address_of(others))) == ["Asked in en", "Talk for Bo"]
    assert b"X-PUBLISHED-TTL:PT1H" in answer.content
    assert b"TZID:Asia/Almaty" in answer.content


def test_nobody_on_the_way_keeps_or_lists_it() -> None:
    feed = make_feed(member=make_member())
    address = address_of(feed)
    assert address == f"/calendar/{feed.secret}.ics"
    assert len(feed.secret) == 43
    for _time in range(2):
        answer = Client().get(address)
        assert (answer["Content-Type"], answer["X-Robots-Tag"]) == ("text/calendar; charset=utf-8", "noindex")
        assert sorted(answer["Cache-Control"].split(", ")) == ["no-store", "private"]
        assert "X-Cache" not in answer
        assert answer.cookies == {}
    assert Client().post(address).status_code == 405


def test_an_address_that_is_replaced_or_stopped_leads_nowhere_at_once() -> None:
    member = make_member()
    first = make_feed(member=member)
    assert make_feed(member=member).secret == first.secret
    second = replace_feed(member=member)
    assert Client().get(address_of(first)).status_code == 404
    assert Client().get(address_of(second)).status_code == 200
    stop_feed(member=member)
    stop_feed(member=member)
    assert [Client().get(address_of(feed)).status_code for feed in (first, second)] == [404, 404]
    assert Client().get("/calendar/unknown.ics").status_code == 404


def test_an_account_that_is_switched_off_has_no_feed() -> None:
    member = make_member()
    feed = make_feed(member=member)
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert Client().get(address_of(feed)).status_code == 404


def test_the_address_goes_with_the_account_and_its_copy_does_not_open_it() -> None:
    member = make_member()
    feed = make_feed(member=member)
    [held] = [held.rows for held in held_about(member) if held.kind.model is CalendarFeed]
    assert [list(row) for row in held] == [["made at"]]
    close_account(member=member)
    assert not CalendarFeed.objects.exists()
    assert Client().get(address_of(feed)).status_code == 404


def test_the_page_makes_an_address_a_new_one_and_stops_it() -> None:
    member = make_member()
    browser, page = browser_of(member), reverse("my_calendar")
    assert "Get an address" in browser.get(page).content.decode()
    assert browser.post(page, {"do": "make"})["Location"] == page
    first = CalendarFeed.objects.get(member=member)
    html = browser.get(page).content.decode()
    assert f"http://testserver{address_of(first)}</code>" in html
    assert f'href="webcal://testserver{address_of(first)}"' in html
    assert "It holds 2 entries now." in html
    browser.post(page, {"do": "replace"})
    second = CalendarFeed.objects.get(member=member)
    assert second.secret != first.secret
    assert second.secret in browser.get(page).content.decode()
    browser.post(page, {"do": "nothing"})
    assert CalendarFeed.objects.get(member=member).secret == second.secret
    browser.post(page, {"do": "stop"})
    assert not CalendarFeed.objects.exists()
    assert second.secret not in browser.get(page).content.decode()


def test_the_file_holds_the_same_without_an_address() -> None:
    answer = browser_of(make_member("Ana")).get(reverse("my_calendar_file"))
    assert titles(answer) == ["Asked in en", "Talk for Ana"]
    assert answer["Content-Disposition"] == 'attachment; filename="camtree.ics"'
    assert b"X-PUBLISHED-TTL" not in answer.content


@pytest.mark.parametrize("name", ["my_calendar", "my_calendar_file"])
def test_strangers_sign_in_first(name: str) -> None:
    assert Client().get(reverse(name))["Location"] == f"/en/account/login/?next={reverse(name)}"


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_make_one_address(site_after_flush: None) -> None:
    member = make_member()
    assert len({feed.secret for feed in at_once(*[lambda: make_feed(member=member)] * 4)}) == 1

"""Mails about registrations, and the entries for diaries that they carry."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
from django.core import mail
from django.utils import timezone

from tests.factories.members import make_member
from tests.factories.pages import make_translation
from tests.factories.webinars import change_page, make_guest, make_open_webinar, make_registered
from webinars.registrations.actions.places import cancel_registration, confirm_registration, tell_changes

pytestmark = pytest.mark.django_db
WINTER = datetime(2027, 1, 20, 16, 0, tzinfo=UTC)


def entry_in(message: Any) -> tuple[str, Any]:
    """Method and event of the file that a mail carries."""
    (part,) = message.attachments
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    (event,) = calendar.walk("VEVENT")
    assert part["Content-Type"].params["method"] == calendar["METHOD"]
    return str(calendar["METHOD"]), event


def sent(capture: Any, deed: Any) -> list[Any]:
    """Mails that a deed causes."""
    mail.outbox.clear()
    with capture(execute=True):
        deed()
    return list(mail.outbox)


def test_the_hour_stands_in_ones_own_zone_and_in_that_of_the_hosts(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar(starts_at=WINTER, time_zone="Europe/London")
    member = make_member(time_zone="Asia/Almaty")
    (message,) = sent(django_capture_on_commit_callbacks, lambda: make_registered(webinar, member))
    assert "When: Wed, 20 Jan 2027, 21:00, Almaty (UTC+5). 1 hour." in message.body
    assert "For the hosts: Wed, 20 Jan 2027, 16:00, London (UTC)." in message.body
    assert "/en/webinars/places/" in message.body
    method, event = entry_in(message)
    assert (method, event["UID"], event["SEQUENCE"]) == ("REQUEST", f"{webinar.translation_key}@camtree", 0)
    assert event["DTSTART"].dt.isoformat() == "2027-01-20T16:00:00+00:00"
    assert event["ATTENDEE"] == f"mailto:{member.email}"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert str(event["ORGANIZER"]).startswith("mailto:")


def test_mails_are_in_the_language_that_was_chosen(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    arabic = make_translation(webinar)
    change_page(arabic, title="حوار")
    (message,) = sent(django_capture_on_commit_callbacks, lambda: make_registered(webinar, language="ar"))
    assert "حوار" in message.subject
    assert "/ar/webinars/places/" in message.body
    assert str(entry_in(message)[1]["SUMMARY"]) == "حوار"


def test_who_waits_has_it_as_something_that_may_be(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar(capacity=1)
    make_registered(webinar)
    (message,) = sent(django_capture_on_commit_callbacks, lambda: make_registered(webinar))
    assert message.subject == "You are on the waiting list: Talk in pairs"
    assert "you are number 1 on the waiting list" in message.body
    event = entry_in(message)[1]
    assert (event["STATUS"], event["ATTENDEE"].params["PARTSTAT"]) == ("TENTATIVE", "TENTATIVE")
    assert str(event["SUMMARY"]) == "Waiting list: Talk in pairs"


def test_who_has_not_confirmed_gets_no_entry(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    (message,) = sent(django_capture_on_commit_callbacks, lambda: make_guest(webinar, language="en"))
    assert (message.subject, message.attachments) == ("Please confirm: Talk in pairs", [])


@pytest.mark.parametrize(
    "moved", [{"starts_at": WINTER}, {"time_zone": "Asia/Tokyo"}, {"title": "Talk in fours"}, {"duration_minutes": 90}]
)
def test_everybody_hears_of_a_change_once(moved: dict[str, Any], django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar(capacity=2)
    rows = [make_registered(webinar), confirm_registration(row=make_guest(webinar)), make_registered(webinar)]
    cancel_registration(row=make_registered(webinar))
    now = timezone.now()
    assert tell_changes(now=now) == 0
    change_page(webinar, **moved)
    mails = sent(django_capture_on_commit_callbacks, lambda: (tell_changes(now=now), tell_changes(now=now)))
    assert sorted(message.to[0] for message in mails) == sorted(row.address for row in rows)
    english = next(message for message in mails if message.to == [rows[0].address])
    title = moved.get("title", "Talk in pairs")
    assert english.subject == f"Changed: {title}"
    method, event = entry_in(english)
    assert (method, event["SEQUENCE"], event["UID"]) == ("REQUEST", 1, f"{webinar.translation_key}@camtree")
    assert event["DTSTART"].dt == moved.get("starts_at", webinar.starts_at.replace(microsecond=0))


def test_another_word_in_the_text_is_told_to_nobody() -> None:
    webinar = make_open_webinar()
    make_registered(webinar)
    change_page(webinar, introduction="Now with examples.", capacity=70)
    assert tell_changes(now=timezone.now()) == 0


def test_a_webinar_that_is_called_off_goes_out_of_diaries_and_may_come_back(
    django_capture_on_commit_callbacks: Any,
) -> None:
    webinar, now = make_open_webinar(), timezone.now()
    make_registered(webinar)
    change_page(webinar, is_cancelled=True, cancelled_because="The speaker is ill.")
    (message,) = sent(django_capture_on_commit_callbacks, lambda: (tell_changes(now=now), tell_changes(now=now)))
    assert message.subject == "Cancelled: Talk in pairs"
    assert "The speaker is ill." in message.body
    method, event = entry_in(message)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    change_page(webinar, is_cancelled=False)
    (message,) = sent(django_capture_on_commit_callbacks, lambda: tell_changes(now=now))
    method, event = entry_in(message)
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("REQUEST", "CONFIRMED", 2)


def test_who_cancels_and_comes_back_has_it_in_the_diary_again(django_capture_on_commit_callbacks: Any) -> None:
    webinar, member = make_open_webinar(), make_member()
    row = make_registered(webinar, member)
    (out,) = sent(django_capture_on_commit_callbacks, lambda: cancel_registration(row=row))
    (back,) = sent(django_capture_on_commit_callbacks, lambda: make_registered(webinar, member))
    told = [(method, event["SEQUENCE"]) for method, event in map(entry_in, (out, back))]
    assert told == [("CANCEL", 0), ("REQUEST", 1)]
    assert tell_changes(now=timezone.now()) == 0


def test_what_is_over_is_told_no_more() -> None:
    webinar = make_open_webinar()
    make_registered(webinar)
    change_page(webinar, starts_at=timezone.now() - timedelta(hours=3))
    assert tell_changes(now=timezone.now()) == 0

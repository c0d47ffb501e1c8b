"""Reminders, what follows afterwards, and messages of the hosts."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories.members import make_member
from tests.factories.webinars import change_page, make_open_webinar, make_registered, register_of
from tests.threads import at_once
from webinars.registrations.actions.attendance import attend
from webinars.registrations.actions.letters import change_letter, due_letters, send_letters, write_message
from webinars.registrations.actions.places import cancel_registration
from webinars.registrations.choices import LetterKind
from webinars.registrations.models import Letter, SentLetter

pytestmark = pytest.mark.django_db


def run(capture: Any, now: datetime) -> list[tuple[str, str]]:
    """To whom what goes in one run of the timer."""
    mail.outbox.clear()
    with capture(execute=True):
        send_letters(now=now)
    return [(message.to[0], str(message.subject)) for message in mail.outbox]


def letter_of(webinar: Any, kind: LetterKind) -> Letter:
    return Letter.objects.get(register=register_of(webinar), kind=kind)


def test_the_day_before_and_the_hour_before_once_each(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar(how_to_join="The code is 4711.")
    row, gone = make_registered(webinar), make_registered(webinar)
    cancel_registration(row=gone)
    starts = webinar.starts_at
    capture = django_capture_on_commit_callbacks
    assert run(capture, starts - timedelta(hours=24, minutes=1)) == []
    assert run(capture, starts - timedelta(hours=23)) == [(row.address, "Soon: Talk in pairs")]
    assert run(capture, starts - timedelta(hours=22)) == []
    assert run(capture, starts - timedelta(minutes=59)) == [(row.address, "The link to the room: Talk in pairs")]
    body = mail.outbox[0].body
    assert "The code is 4711." in body
    assert "/join/" in body
    assert run(capture, starts - timedelta(minutes=58)) == []


def test_who_registers_late_has_the_link_in_the_first_mail(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    early = make_registered(webinar)
    change_page(webinar, starts_at=timezone.now() + timedelta(minutes=30))
    with django_capture_on_commit_callbacks(execute=True):
        late = make_registered(webinar)
    assert [(message.to, "/join/" in message.body) for message in mail.outbox] == [([late.address], True)]
    assert run(django_capture_on_commit_callbacks, timezone.now()) == [
        (early.address, "The link to the room: Talk in pairs")
    ]


def test_what_follows_differs_for_who_came_and_who_did_not(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar(capacity=2)
    came, missed = make_registered(webinar), make_registered(webinar)
    make_registered(webinar)
    attend(row=came)
    capture, ends = django_capture_on_commit_callbacks, webinar.ends_at
    assert run(capture, ends + timedelta(minutes=59)) == []
    assert sorted(run(capture, ends + timedelta(minutes=61))) == sorted(
        [(came.address, "Thank you for coming: Talk in pairs"), (missed.address, "You were not there: Talk in pairs")]
    )
    assert run(capture, ends + timedelta(minutes=62)) == []


def test_the_timer_that_slept_sends_no_reminder_of_the_past(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    make_registered(webinar)
    assert run(django_capture_on_commit_callbacks, webinar.ends_at + timedelta(days=8)) == []
    assert run(django_capture_on_commit_callbacks, webinar.ends_at + timedelta(minutes=1)) == []


def test_of_a_webinar_that_moved_the_reminder_goes_in_its_time(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    row = make_registered(webinar)
    capture = django_capture_on_commit_callbacks
    first = [(row.address, "Soon: Talk in pairs")]
    assert run(capture, webinar.starts_at - timedelta(hours=20)) == first
    webinar = change_page(webinar, starts_at=webinar.starts_at + timedelta(days=30))
    assert run(capture, webinar.starts_at - timedelta(days=29)) == []
    assert run(capture, webinar.starts_at - timedelta(hours=20)) == first
    assert run(capture, webinar.starts_at - timedelta(hours=19)) == []


def test_a_webinar_that_is_called_off_reminds_nobody(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    make_registered(webinar)
    change_page(webinar, is_cancelled=True, cancelled_because="Ill.")
    for moment in (webinar.starts_at - timedelta(hours=1), webinar.ends_at + timedelta(hours=2)):
        assert run(django_capture_on_commit_callbacks, moment) == []


def test_hosts_add_words_and_cancel(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    make_registered(webinar)
    change_letter(letter=letter_of(webinar, LetterKind.DAY), words="Bring a pencil.", is_cancelled=False)
    change_letter(letter=letter_of(webinar, LetterKind.HOUR), words="", is_cancelled=True)
    assert len(run(django_capture_on_commit_callbacks, webinar.starts_at - timedelta(hours=20))) == 1
    assert "Bring a pencil." in mail.outbox[0].body
    assert run(django_capture_on_commit_callbacks, webinar.starts_at - timedelta(minutes=20)) == []


@pytest.mark.parametrize(("audience", "places"), [("all", [0, 1]), ("joined", [0]), ("waiting", [1])])
def test_a_message_goes_to_whom_it_is_meant_for(
    audience: str, places: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    webinar = make_open_webinar(capacity=1)
    rows = [make_registered(webinar), make_registered(webinar)]
    host = make_member("Host")
    letters = [
        write_message(register=register_of(webinar), by=host, subject="A question", words="?", audience=audience)
        for _click in range(2)
    ]
    assert letters[0].pk == letters[1].pk
    now = letters[0].made_at
    assert sorted(run(django_capture_on_commit_callbacks, now)) == sorted(
        (rows[place].address, "A question") for place in places
    )
    assert run(django_capture_on_commit_callbacks, now + timedelta(minutes=1)) == []


def test_the_row_keeps_a_second_mail_back() -> None:
    webinar = make_open_webinar()
    row, letter = make_registered(webinar), letter_of(webinar, LetterKind.DAY)
    SentLetter.objects.create(letter=letter, registration=row)
    with pytest.raises(IntegrityError), transaction.atomic():
        SentLetter.objects.create(letter=letter, registration=row)
    assert [one.kind for one in due_letters(webinar.starts_at - timedelta(hours=5))] == ["day"]
    assert send_letters(now=webinar.starts_at - timedelta(hours=5)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_machines_at_once_send_one_mail_each(site_after_flush: None) -> None:
    webinar = make_open_webinar()
    for _person in range(5):
        make_registered(webinar)
    now = webinar.starts_at - timedelta(hours=5)
    mail.outbox.clear()
    numbers = at_once(*(lambda: send_letters(now=now) for _machine in range(3)))
    assert sum(numbers) == 5
    assert SentLetter.objects.count() == 5

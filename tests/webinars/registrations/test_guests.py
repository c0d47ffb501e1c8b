"""Guests: somebody with an e-mail address and no account."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from camtree.members.personal_data import erase, held_about
from tests.factories.members import make_member
from tests.factories.webinars import change_page, make_guest, make_open_webinar, make_registered, register_of
from webinars.registrations.actions.places import confirm_registration, forget_guests
from webinars.registrations.models import Registration
from webinars.registrations.places import RegistrationClosedError
from webinars.registrations.queries import registrations_of

pytestmark = pytest.mark.django_db
SAID = {"name": "Rosa Quispe", "email": "Rosa@Elsewhere.test", "time_zone": "America/Lima", "language": "es"}


def send(webinar: Any, **facts: str) -> Any:
    return Client().post(
        reverse("register_for_webinar", args=[webinar.slug]), {**SAID, "key": str(uuid4()), "consent": "on", **facts}
    )


def test_a_guest_is_registered_by_the_link_of_a_mail(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar(capacity=1)
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(webinar)
    assert answer["Location"] == reverse("webinar_look_into_mail", args=[webinar.slug])
    row = Registration.objects.get()
    assert (row.email, row.state, row.language, row.zone) == ("rosa@elsewhere.test", "pending", "es", "America/Lima")
    assert row.consent is not None
    # No place is kept meanwhile.
    assert register_of(webinar).registrations.holding().count() == 0
    address = re.findall(r"http://127.0.0.1:8000(/es/\S+)", str(mail.outbox[0].body))[0]
    browser = Client()
    assert 'value="confirm"' in browser.get(address).content.decode()
    row.refresh_from_db()
    assert row.state == "pending"
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(address, {"do": "confirm"})
        browser.post(address, {"do": "confirm"})
    row.refresh_from_db()
    assert row.state == "joined"
    assert len(mail.outbox) == 2


def test_a_guest_may_have_to_wait() -> None:
    webinar = make_open_webinar(capacity=1)
    row = make_guest(webinar)
    make_registered(webinar)
    assert confirm_registration(row=row).state == "waiting"


def test_nothing_tells_whether_an_address_is_known(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    member = make_member(email="known@school.test")
    make_registered(webinar, member)
    with django_capture_on_commit_callbacks(execute=True):
        answers = [send(webinar, email=email) for email in ("known@school.test", "unknown@school.test")]
    assert len({(answer.status_code, answer["Location"], answer.content) for answer in answers}) == 1
    told = {message.to[0]: message.subject for message in mail.outbox}
    assert told["known@school.test"].startswith("You are registered already")
    # And there is still one row for each person.
    assert Registration.objects.filter(member=member).count() == 1
    assert Registration.objects.count() == 2


def test_sent_twice_one_mail_goes(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    with django_capture_on_commit_callbacks(execute=True):
        send(webinar)
        send(webinar)
    assert (len(mail.outbox), Registration.objects.count()) == (1, 1)


def test_a_machine_is_thanked_and_ignored() -> None:
    webinar = make_open_webinar()
    assert send(webinar, website="https://spam.test").status_code == 302
    assert not Registration.objects.exists()


def test_too_many_forms_are_refused() -> None:
    webinar = make_open_webinar()
    answers = [send(webinar).status_code for _time in range(11)]
    assert answers == [302] * 10 + [429]


@pytest.mark.parametrize(
    "wrong", [{"email": "no address"}, {"name": ""}, {"time_zone": "Mars/Base"}, {"language": "xx"}]
)
def test_what_is_wrong_is_told(wrong: dict[str, str]) -> None:
    answer = send(make_open_webinar(), **wrong)
    assert answer.status_code == 422
    assert f'href="#id_{next(iter(wrong))}"' in answer.content.decode()


def test_an_account_with_the_same_confirmed_address_takes_it_over() -> None:
    webinar = make_open_webinar()
    row = confirm_registration(row=make_guest(webinar, "later@school.test"))
    other = make_member()
    member = make_member(email="later@school.test")
    assert [len(registrations_of(person, "en")[0]) for person in (member, other)] == [1, 0]
    assert make_registered(webinar, member).pk == row.pk
    row.refresh_from_db()
    assert (row.member, row.email, Registration.objects.count()) == (member, "", 1)


def test_who_was_both_stays_once() -> None:
    webinar = make_open_webinar()
    guest = confirm_registration(row=make_guest(webinar, "second@school.test"))
    member = make_member()
    make_registered(webinar, member)
    EmailAddress.objects.create(user=member, email="second@school.test", verified=True)
    assert make_registered(webinar, member).pk in {guest.pk, Registration.objects.get().pk}
    assert Registration.objects.count() == 1


def test_the_link_is_of_no_use_when_registration_is_closed() -> None:
    webinar = make_open_webinar()
    row = make_guest(webinar)
    change_page(webinar, registration_closes_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(RegistrationClosedError):
        confirm_registration(row=row)
    answer = Client().post(reverse("webinar_registration", args=[row.token]), {"do": "confirm"}, follow=True)
    assert "Nobody can register for this webinar now." in answer.content.decode()


def test_who_did_not_confirm_and_guests_of_long_ago_are_forgotten() -> None:
    webinar, now = make_open_webinar(), timezone.now()
    make_guest(webinar, "pending@elsewhere.test")
    confirm_registration(row=make_guest(webinar, "guest@elsewhere.test"))
    make_registered(webinar)
    assert forget_guests(now=now) == 0
    assert forget_guests(now=now + timedelta(days=2, minutes=1)) == 1
    assert forget_guests(now=now + timedelta(days=96)) == 0
    assert forget_guests(now=now + timedelta(days=98)) == 1
    assert [row.member is not None for row in Registration.objects.all()] == [True]
    assert set(Registration.history.values_list("email", flat=True)) == {""}


def test_a_guest_who_has_an_account_reads_and_erases_it() -> None:
    webinar = make_open_webinar()
    confirm_registration(row=make_guest(webinar, "later@school.test"))
    member = make_member(email="later@school.test")
    held = {kind.kind.model: kind.rows for kind in held_about(member)}
    assert held[Registration][0]["e-mail"] == "later@school.test"
    erase(member)
    assert not Registration.objects.exists()
    assert not Registration.history.exists()

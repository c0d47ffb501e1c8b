"""What hosts see of a webinar in the admin, and do there."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests.factories.members import browser_of, make_member
from tests.factories.webinars import change_page, make_guest, make_open_webinar, make_registered, register_of
from webinars.registrations.actions.attendance import attend
from webinars.registrations.choices import LetterKind
from webinars.registrations.models import Letter, Registration

pytestmark = pytest.mark.django_db
QUESTIONS = [("question", {"text": "What do you teach?", "required": False})]


def host() -> Client:
    return browser_of(make_member("Host", roles=("Editors",)))


def people_of(webinar: Any) -> str:
    return reverse("webinar_people", args=[register_of(webinar).pk])


def text_of(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_hosts_see_who_comes_waits_and_came() -> None:
    webinar = make_open_webinar(capacity=1)
    came = make_registered(webinar, make_member("Nila Perera"))
    make_registered(webinar, make_member("Amal Haddad"))
    attend(row=came)
    browser = host()
    assert "Talk in pairs" in text_of(browser, reverse("webinar_registers"))
    text = text_of(browser, people_of(webinar))
    assert "Registered: 1. On the waiting list: 1. Came: 1. Places: 1." in text
    for word in ("Nila Perera", "Amal Haddad", "The day before", "The hour before, with the link"):
        assert word in text


@pytest.mark.parametrize("roles", [(), ("Leads",), ("Reviewers",)])
def test_nobody_else_does(roles: tuple[str, ...]) -> None:
    webinar = make_open_webinar()
    make_registered(webinar, make_member("Nila Perera"))
    register = register_of(webinar)
    letter = Letter.objects.filter(register=register)[0]
    browser = browser_of(make_member("Curious", roles=roles))
    for address in (
        people_of(webinar),
        reverse("webinar_people_file", args=[register.pk]),
        reverse("webinar_letter", args=[register.pk, letter.pk]),
        reverse("webinar_registers"),
    ):
        answer = browser.get(address)
        assert answer.status_code in {302, 403, 404} or "Nila" not in answer.content.decode()
        assert "Talk in pairs" not in answer.content.decode()


def test_the_table_holds_the_answers_and_runs_nothing() -> None:
    webinar = make_open_webinar(questions=QUESTIONS)
    row = make_registered(webinar, make_member("Nila Perera"))
    key = webinar.question_list[0]["key"]
    row.answers = [{"key": key, "question": "What do you teach?", "answer": "=1+1"}]
    row.save()
    answer = host().get(reverse("webinar_people_file", args=[register_of(webinar).pk]))
    head, line = b"".join(answer).decode("utf-8-sig").splitlines()
    assert head == "Name,E-mail,State,Registered,Came,Language,Recording,What do you teach?"
    assert line.startswith(f"Nila Perera,{row.address},Registered,")
    assert line.endswith(",en,No,'=1+1")


def test_a_host_adds_somebody_and_twice_is_once(django_capture_on_commit_callbacks: Any) -> None:
    webinar, browser = make_open_webinar(), host()
    said = {"do": "add", "name": "Rosa", "email": "Rosa@x.test", "language": "es", "time_zone": "America/Lima"}
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(people_of(webinar), said).status_code == 302
        assert browser.post(people_of(webinar), said).status_code == 302
    row = Registration.objects.get()
    assert (row.email, row.state, row.name) == ("rosa@x.test", "joined", "Rosa")
    assert [message.to for message in mail.outbox] == [["rosa@x.test"]]
    # Who had not confirmed is in by it.
    make_guest(webinar, "late@x.test")
    browser.post(people_of(webinar), {**said, "email": "late@x.test"})
    assert Registration.objects.get(email="late@x.test").state == "joined"
    # Of somebody with an account it is theirs.
    member = make_member()
    browser.post(people_of(webinar), {**said, "email": member.email})
    assert Registration.objects.filter(email=member.email).count() <= 1
    change_page(webinar, is_cancelled=True, cancelled_because="Ill.")
    answer = browser.post(people_of(webinar), {**said, "email": "other@x.test"})
    assert answer.status_code == 422
    assert "Nobody can register for this webinar now." in answer.content.decode()


def test_a_host_writes_to_all_and_changes_a_mail() -> None:
    webinar, browser = make_open_webinar(), host()
    make_registered(webinar)
    wrong = browser.post(people_of(webinar), {"do": "message", "audience": "nobody"})
    assert wrong.status_code == 422
    said = {"do": "message", "audience": "all", "subject": "Hello", "words": "See you."}
    assert browser.post(people_of(webinar), said).status_code == 302
    assert Letter.objects.get(kind=LetterKind.MESSAGE).subject == "Hello"
    letter = Letter.objects.get(kind=LetterKind.DAY)
    address = reverse("webinar_letter", args=[letter.register_id, letter.pk])
    assert "Your own words" in text_of(browser, address)
    browser.post(address, {"words": "Bring a pencil.", "is_cancelled": "on"})
    letter.refresh_from_db()
    assert (letter.words, letter.is_cancelled) == ("Bring a pencil.", True)
    assert "is not sent" in text_of(browser, people_of(webinar))

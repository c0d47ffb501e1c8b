"""The form of members, what pages say, one's own webinars."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_translation
from tests.factories.webinars import change_page, make_open_webinar, make_registered, register_of
from webinars.registrations.models import Registration

pytestmark = pytest.mark.django_db
QUESTIONS = [("question", {"text": "What do you teach?", "required": True}), ("question", {"text": "Since when?"})]


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def form_of(webinar: Any) -> str:
    return reverse("register_for_webinar", args=[webinar.slug])


def test_a_member_registers_and_sees_it_on_the_page() -> None:
    webinar, member = make_open_webinar(), make_member(preferred_language="fr")
    browser = browser_of(member)
    assert f'href="{form_of(webinar)}" rel="nofollow">Register</a>' in text_of(browser, webinar.url)
    answer = browser.post(form_of(webinar), {"language": "es"})
    assert (answer.status_code, answer["Location"]) == (302, webinar.url)
    row = Registration.objects.get()
    assert (row.member, row.state, row.language) == (member, "joined", "es")
    page = text_of(browser, webinar.url)
    assert "You are registered." in page
    assert reverse("join_webinar", args=[webinar.slug]) in page
    # The form leads back to the page.
    assert browser.get(form_of(webinar)).status_code == 302


def test_full_waiting_and_registered_are_told_apart(client: Client) -> None:
    webinar = make_open_webinar(capacity=1)
    assert '<span class="badge waits">Full</span>' not in text_of(client, webinar.url)
    make_registered(webinar)
    assert '<span class="badge waits">Full</span>' in text_of(client, webinar.url)
    waiting = make_member()
    make_registered(webinar)
    row = make_registered(webinar, waiting)
    browser = browser_of(waiting)
    for address in (webinar.url, reverse("webinar_registration", args=[row.token]), reverse("my_webinars")):
        text = text_of(browser, address)
        assert "On the waiting list" in text
        assert "You are number 2." in text
        assert "You are registered." not in text


def test_a_kept_copy_never_says_that_there_are_places(
    client: Client, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.PAGE_CACHE_SECONDS = 600
    webinar = make_open_webinar(capacity=1)
    assert "Full" not in text_of(client, webinar.url)
    with django_capture_on_commit_callbacks(execute=True):
        make_registered(webinar)
    assert '<span class="badge waits">Full</span>' in text_of(client, webinar.url)


def test_questions_and_consent_to_the_recording(client: Client) -> None:
    webinar = make_open_webinar(questions=QUESTIONS, is_recorded=True)
    first, second = (question["key"] for question in webinar.question_list)
    browser = browser_of(make_member())
    answer = browser.post(form_of(webinar), {"language": "en"})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert f'href="#id_answer-{first}"' in text
    assert 'href="#id_agrees_to_recording"' in text
    assert f'href="#id_answer-{second}"' not in text
    said = {"language": "en", f"answer-{first}": "Physics", "agrees_to_recording": "on"}
    assert browser.post(form_of(webinar), said).status_code == 302
    row = Registration.objects.get()
    assert row.answers == [{"key": first, "question": "What do you teach?", "answer": "Physics"}]
    assert row.agrees_to_recording


def test_questions_have_the_same_key_in_every_language() -> None:
    webinar = make_open_webinar(questions=QUESTIONS)
    arabic = make_translation(webinar)
    keys = [[question["key"] for question in page.question_list] for page in (webinar, arabic)]
    assert keys[0] == keys[1]


def test_before_it_opens_and_after_it_closes(client: Client) -> None:
    soon = make_open_webinar("Soon", registration_opens_at=timezone.now() + timedelta(days=1))
    shut = make_open_webinar("Shut", registration_closes_at=timezone.now() - timedelta(days=1))
    assert "Registration opens on" in text_of(client, soon.url)
    assert "Registration is closed." in text_of(client, shut.url)
    browser = browser_of(make_member())
    for webinar in (soon, shut):
        assert "<form" not in text_of(browser, form_of(webinar)).split('id="main"')[1].split("</main>")[0]
        assert browser.post(form_of(webinar), {"language": "en"}).status_code == 422
    assert not Registration.objects.exists()


def test_a_webinar_that_takes_no_registrations_has_no_form(client: Client) -> None:
    webinar = make_open_webinar(takes_registrations=False)
    assert form_of(webinar) not in text_of(client, webinar.url)
    for name in ("register_for_webinar", "webinar_look_into_mail", "join_webinar"):
        assert client.get(reverse(name, args=[webinar.slug])).status_code == 404


def test_cancelling_by_the_link_of_a_mail_takes_a_button(django_capture_on_commit_callbacks: Any) -> None:
    webinar = make_open_webinar()
    row = make_registered(webinar)
    address = reverse("webinar_registration", args=[row.token])
    anybody = Client()
    assert 'value="cancel"' in text_of(anybody, address)
    assert register_of(webinar).registrations.joined().count() == 1
    with django_capture_on_commit_callbacks(execute=True):
        anybody.post(address, {"do": "cancel"})
        anybody.post(address, {"do": "cancel"})
    assert "You are not registered any more." in text_of(anybody, address)
    assert [message.subject for message in mail.outbox] == ["Your registration is cancelled: Talk in pairs"]
    assert anybody.get(reverse("webinar_registration", args=["nobody-has-this"])).status_code == 404


def test_the_page_of_ones_own_webinars(client: Client) -> None:
    assert client.get(reverse("my_webinars")).status_code == 302
    browser = browser_of(make_member())
    assert "You are registered for no webinar that is to come." in text_of(browser, reverse("my_webinars"))
    browser.post(reverse("my_calendar"), {"do": "make"})
    assert 'href="webcal://' in text_of(browser, reverse("my_webinars"))


def test_a_cancelled_webinar_says_so_with_the_reason(client: Client) -> None:
    webinar = make_open_webinar()
    row = make_registered(webinar)
    change_page(webinar, is_cancelled=True, cancelled_because="The speaker is ill.")
    assert "The speaker is ill." in text_of(client, webinar.url)
    assert form_of(webinar) not in text_of(client, webinar.url)
    assert "The speaker is ill." in text_of(client, reverse("webinar_registration", args=[row.token]))
    assert "STATUS:CANCELLED" in client.get(reverse("webinar_event", args=[webinar.slug])).content.decode()


def test_the_room_is_told_to_nobody_else(client: Client) -> None:
    secret, words = "https://meet.test/secret-room", "Code four seven one one"
    webinar = make_open_webinar(meeting_link=secret, how_to_join=words)
    row = make_registered(webinar)
    places = [
        webinar.url,
        "/en/webinars/",
        reverse("webinar_event", args=[webinar.slug]),
        f"/api/v2/pages/{webinar.pk}/",
        "/api/v2/pages/?type=webinars.WebinarPage&fields=*",
        "/en/search/?q=secret-room",
        "/en/search/?q=four+seven",
        form_of(webinar),
    ]
    for address in places:
        text = client.get(address, follow=True).content.decode()
        assert secret not in text
        assert words not in text
        # Nothing is found by what stands there.
        assert "search" not in address or webinar.url not in text
    assert words in text_of(client, reverse("join_as_registered", args=[row.token]))

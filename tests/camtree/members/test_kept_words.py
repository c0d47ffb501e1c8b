"""What members type and have not handed in: kept for them alone, let go when it was taken, forgotten in time."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from camtree.members.actions import MOST_FORMS, keep_words
from camtree.members.kept_words import COOKIE
from camtree.members.models import KeptWords, User
from camtree.members.personal_data import erase, held_about
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_lead
from tests.threads import at_once

pytestmark = pytest.mark.django_db
WORDS: Any = {"message": [[""], ["Could you come?"]]}


def send(browser: Client, form: str = "/form/ id_text", **said: Any) -> Any:
    body = {"form": form, "page": "page-1", "number": 0, "words": WORDS, **said}
    return browser.post(reverse("kept_words"), json.dumps(body), content_type="application/json")


def asked(browser: Client, form: str = "/form/ id_text") -> Any:
    response = browser.get(reverse("kept_words"), {"form": form})
    assert "no-store" in response.headers["Cache-Control"]
    return response.json()


def test_words_are_there_for_their_writer_and_nobody_else() -> None:
    browser, stranger = browser_of(make_member()), browser_of(make_member())
    assert send(browser).json() == {"number": 1}
    kept = asked(browser)
    assert (kept["words"], kept["number"]) == (WORDS, 1)
    assert asked(stranger) == {"words": {}, "number": 0}
    assert asked(browser, "/other/ id_text") == {"words": {}, "number": 0}
    nobody = Client()
    assert nobody.get(reverse("kept_words")).status_code == 403
    assert send(nobody).status_code == 403


def test_the_same_words_change_nothing_and_those_of_another_tab_are_told() -> None:
    browser = browser_of(make_member())
    send(browser)
    assert send(browser).json() == {"number": 1}
    other = send(browser, page="page-2", words={"message": [[""], ["Something else"]]})
    assert (other.status_code, other.json()["words"], other.json()["number"]) == (409, WORDS, 1)
    assert send(browser, number=1, words={"message": [[""], ["Both"]]}).json() == {"number": 2}
    assert asked(browser)["words"] == {"message": [[""], ["Both"]]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"form": ""},
        {"form": "x" * 301},
        {"form": "\0"},
        {"form": 3},
        {"page": "x" * 41},
        {"number": -1},
        {"number": "1"},
        {"words": []},
        {"words": {"a": ["x"]}},
        {"words": {"a": [["x"], "y"]}},
        {"words": {"a": [["x"], [1]]}},
        {"words": {str(n): [[], []] for n in range(201)}},
        {"words": {"a": [[], ["x" * 2_000_000]]}},
    ],
)
def test_what_no_page_sends_is_not_kept(wrong: dict[str, Any]) -> None:
    assert send(browser_of(make_member()), **wrong).status_code == 413
    assert not KeptWords.objects.exists()


def test_what_no_database_keeps_is_left_out() -> None:
    browser = browser_of(make_member())
    send(browser, words={"a": [[], ["b\0c\ud800d"]]})
    assert asked(browser)["words"] == {"a": [[], ["bcd"]]}


def test_a_member_keeps_so_many_forms_and_the_oldest_goes() -> None:
    member = make_member()
    for number in range(MOST_FORMS + 1):
        keep_words(member=member, form=f"form {number}", words=WORDS, number=0)
    assert KeptWords.objects.count() == MOST_FORMS
    assert not KeptWords.objects.filter(form="form 0").exists()


def enquire(browser: Client, lead: Any, **said: Any) -> Any:
    form = {"name": "Ana", "email": "ana@school.test", "message": "Could you come?", "consent": "on", "website": ""}
    form |= {"key": "6b8b7c1e-7d1c-4a44-9d8e-3a7f9a3b4c5d", "kept_form": "page-1 /form/ id_text", **said}
    return browser.post(reverse("contact_lead", args=[lead.slug]), form)


def test_words_go_when_the_form_was_taken_and_stay_when_it_was_refused() -> None:
    member = make_member()
    browser, lead = browser_of(member), make_lead("Sunita Rao", owner=make_member("Sunita", roles=("Leads",)))
    send(browser)
    refused = enquire(browser, lead, consent="")
    assert refused.status_code == 422
    assert COOKIE not in refused.cookies
    assert asked(browser)["words"] == WORDS
    taken = enquire(browser, lead)
    assert taken.status_code == 302
    assert taken.cookies[COOKIE].value == "/form/%20id_text"
    assert asked(browser)["words"] == {}
    # What the page had still sent on its way does not bring the words back; another page begins anew.
    send(browser)
    assert asked(browser)["words"] == {}
    send(browser, page="page-2")
    assert asked(browser)["words"] == WORDS


def test_words_stay_where_the_answer_is_a_refusal_or_the_way_to_sign_in() -> None:
    member = make_member()
    browser = browser_of(member)
    send(browser)
    field = {"kept_form": "page-1 /form/ id_text"}
    assert Client().post(reverse("my_profile"), field).status_code == 302
    refused = browser.post(reverse("join_cohort"), {"code": "NOPE", **field})
    assert refused.status_code == 422
    assert asked(browser)["words"] == WORDS


def test_they_are_shown_handed_out_erased_and_forgotten() -> None:
    member, other = make_member(), make_member()
    for person in (member, other):
        keep_words(member=person, form="/form/ id_text", words=WORDS, number=0)
    held = {found.kind.model: found.rows for found in held_about(member)}[KeptWords]
    assert [row["words"] for row in held] == ["message: Could you come?"]
    erase(member)
    assert [row.member for row in KeptWords.objects.all()] == [other]
    KeptWords.objects.update(saved_at=timezone.now() - timedelta(days=89))
    call_command("forget_old_data")
    assert KeptWords.objects.count() == 1
    KeptWords.objects.update(saved_at=timezone.now() - timedelta(days=91))
    call_command("forget_old_data")
    assert not KeptWords.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_first_letters_at_once_are_one_row(site_after_flush: None) -> None:
    member = make_member()

    def keep() -> KeptWords:
        return keep_words(member=User.objects.get(pk=member.pk), form="/form/", words=WORDS, number=0)

    at_once(keep, keep)
    assert KeptWords.objects.get().number == 1

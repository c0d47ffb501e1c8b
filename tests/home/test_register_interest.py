"""The register-interest form, from the visitor's first mistake to the file an editor downloads."""

import csv
import io
import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from camtree.members.models import ConsentText
from camtree.members.queries import current_consent
from home.actions import register_interest
from home.models import InterestRegistration
from tests.factories.members import browser_of, make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def answers(**changes: Any) -> dict[str, Any]:
    """What a visitor sends."""
    return {
        "name": "Ana",
        "email": "ana@school.test",
        "consent": "on",
        "key": str(uuid.uuid4()),
        "website": "",
    } | changes


def send(language: str = "en", **changes: Any) -> Any:
    return Client().post(f"/{language}/register-interest/", answers(**changes))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("email", ""),
        ("email", "not an address"),
        ("consent", ""),
        ("country", "XX"),
        ("interests", "power"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_kept(field: str, value: str) -> None:
    response = send(**{field: value})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'href="#id_{field}"' in response.content.decode()
    assert not InterestRegistration.objects.exists()
    assert mail.outbox == []


def test_only_name_address_and_consent_are_needed() -> None:
    assert send()["Location"] == "/en/register-interest/thanks/"
    row = InterestRegistration.objects.get()
    assert (row.name, row.email, row.status, row.interests, row.handled_by) == (
        "Ana",
        "ana@school.test",
        "new",
        [],
        None,
    )


@pytest.mark.parametrize("language", ["en", "es", "ar", "fr", "zh-hans"])
def test_consent_is_kept_with_its_version_and_language(language: str, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert send(language, interests=["research", "domain"]).status_code == 302
    row = InterestRegistration.objects.get()
    newest = ConsentText.objects.filter(purpose="interest").order_by("-version").first()
    assert newest is not None
    assert (row.consent.version, row.consent.language, row.page_language) == (newest.version, language, language)
    (message,) = mail.outbox
    assert message.to == ["ana@school.test"]
    assert row.consent.text in message.body
    assert f"/{language}/" in message.body
    assert "Ana" in message.body


def test_the_same_form_twice_is_kept_once(django_capture_on_commit_callbacks: Any) -> None:
    key = str(uuid.uuid4())
    with django_capture_on_commit_callbacks(execute=True):
        assert [send(key=key).status_code for _ in range(2)] == [302, 302]
    assert InterestRegistration.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_at_the_same_time_is_kept_once(site_after_flush: None) -> None:
    consent = current_consent("interest", "en")
    assert consent is not None
    key, answers = uuid.uuid4(), {"name": "Ana", "email": "a@school.test"}

    def click() -> bool:
        return register_interest(answers=answers, key=key, consent=consent, language="en")[1]

    new = at_once(*[click] * 6)
    assert sorted(new) == [False] * 5 + [True]
    assert InterestRegistration.objects.count() == 1


def test_a_machine_is_thanked_and_forgotten() -> None:
    assert send(website="https://spam.example")["Location"] == "/en/register-interest/thanks/"
    assert not InterestRegistration.objects.exists()


def test_too_many_forms_from_one_place_are_told_so() -> None:
    statuses = [send().status_code for _ in range(11)]
    assert statuses == [302] * 10 + [429]
    assert "Please try again later" in send().content.decode()
    assert InterestRegistration.objects.count() == 10


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "{{ 7|add:7 }}{% debug %}",
        "A\r\nBcc: everybody@school.test",
        "'; DROP TABLE x; --",
        "\u202egnp.exe",
    ],
)
def test_hostile_words_are_only_words(hostile: str, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert send(name=hostile, message=hostile, organisation=hostile).status_code == 302
    (message,) = mail.outbox
    assert (message.to, message.cc, message.bcc) == (["ana@school.test"], [], [])
    assert "\n" not in message.subject
    row = InterestRegistration.objects.get()
    html = browser_of(make_member(roles=("Editors",))).get(reverse("interest:edit", args=[row.pk])).content.decode()
    assert "<script>alert(1)" not in html


@pytest.mark.parametrize(
    "changes", [{"key": "none"}, {"key": ""}, {"name": "x" * 5000}, {"email": "a\x00@b.test"}, {"name": "a\x00"}]
)
def test_forms_that_no_browser_sends_are_refused(changes: dict[str, str]) -> None:
    assert send(**changes).status_code == 422
    assert not InterestRegistration.objects.exists()


def test_a_form_from_elsewhere_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/en/register-interest/", answers()).status_code == 403


# ---------------------------------------------------------------- what editors do with it


@pytest.fixture
def editor() -> Client:
    return browser_of(make_member("Hannah", roles=("Editors",)))


def keep(**changes: Any) -> InterestRegistration:
    send(**changes)
    return InterestRegistration.objects.latest("pk")


def test_status_and_notes_are_ours_the_rest_stays_as_it_was_sent(editor: Client) -> None:
    row = keep()
    sent = {"status": "in_touch", "notes": "Wrote on Monday", "name": "Changed", "email": "changed@school.test"}
    assert editor.post(reverse("interest:edit", args=[row.pk]), sent).status_code == 302
    row.refresh_from_db()
    assert (row.status, row.notes, row.name, row.email) == ("in_touch", "Wrote on Monday", "Ana", "ana@school.test")
    assert str(row.handled_by) == "Hannah"
    assert row.history.count() == 2


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "new"}, {"Ana", "Bo"}),
        ({"status": "done"}, set()),
        ({"interest": "lead"}, {"Bo"}),
        ({"country": "KE"}, {"Bo"}),
        ({"language": "sw"}, {"Bo"}),
        ({"registered_at_from": "2100-01-01"}, set()),
        ({"q": "bo@school"}, {"Bo"}),
    ],
)
def test_the_list_is_filtered_and_searched(editor: Client, query: dict[str, str], found: set[str]) -> None:
    keep()
    keep(name="Bo", email="bo@school.test", interests=["lead"], country="KE", languages=["sw"])
    response = editor.get(reverse("interest:index"), query)
    assert {row.name for row in response.context["object_list"]} == found


def test_the_list_asks_few_questions(editor: Client, count_queries: Any) -> None:
    for number in range(12):
        InterestRegistration.objects.create(
            name=f"N{number}", email="n@school.test", key=uuid.uuid4(), consent=ConsentText.objects.all()[0]
        )
    editor.get(reverse("interest:index"))
    with count_queries(at_most=15):
        editor.get(reverse("interest:index"))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_no_cell_of_the_file_is_run_by_a_spreadsheet(editor: Client, start: str) -> None:
    InterestRegistration.objects.create(
        name=f"{start}HYPERLINK(1)",
        email="a@school.test",
        message=f"{start}cmd",
        interests=[f"{start}x"],
        key=uuid.uuid4(),
        consent=ConsentText.objects.all()[0],
    )
    response = editor.get(reverse("interest:index"), {"export": "csv"})
    content = response.getvalue().decode()
    header, row = csv.reader(io.StringIO(content, newline=""))
    assert len(header) == len(row) == 14
    for cell in row:
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))
    assert row[2] == f"'{start}HYPERLINK(1)"


def test_the_menu_counts_what_is_new(editor: Client) -> None:
    keep()
    assert "Registrations of interest (1)" in editor.get("/admin/").content.decode()


def test_the_team_hears_of_it_and_can_answer(settings: Any, django_capture_on_commit_callbacks: Any) -> None:
    settings.CONTACT_EMAIL = "team@camtree.test"
    with django_capture_on_commit_callbacks(execute=True):
        Client().post(reverse("register_interest"), answers())
    registration = InterestRegistration.objects.get()
    to_visitor, to_team = mail.outbox
    assert (to_visitor.to, to_visitor.reply_to) == ([registration.email], ["team@camtree.test"])
    assert (to_team.to, to_team.reply_to) == (["team@camtree.test"], [registration.email])
    assert reverse("interest:edit", args=[registration.pk]) in to_team.body
    # Page and mail promise the same.
    assert "within a week" in to_visitor.body
    assert "within a week" in Client().get(reverse("register_interest_done")).content.decode()

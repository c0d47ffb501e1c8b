"""What is held about people: shown, handed out, erased on demand, forgotten in time."""

import json
from datetime import timedelta
from graphlib import CycleError
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.management import call_command
from django.db.models import Field
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext

from camtree.core.templatetags.core_tags import in_plain_words
from camtree.members.checks import personal_data_is_declared
from camtree.members.models import ConsentText, User
from camtree.members.personal_data import _kinds, declared_models, forget, in_erasing_order
from camtree.members.queries import current_consent
from home.actions import register_interest
from home.models import InterestRegistration
from leads.actions import send_enquiry
from leads.models import Enquiry, LeadProfilePage
from research.inquiries.actions.writing import save_part
from tests.factories.inquiries import make_ready_inquiry
from tests.factories.members import browser_of, lately_signed_in, make_member
from tests.factories.pages import make_lead

pytestmark = pytest.mark.django_db


def interest_of(email: str) -> InterestRegistration:
    consent = current_consent(ConsentText.Purpose.INTEREST, "en")
    assert consent is not None
    answers = {"name": "Ana Ruiz", "email": email, "organisation": "Escuela del Río", "message": "Hello"}
    return register_interest(answers=answers, key=uuid4(), consent=consent, language="en")[0]


def age(row: Any, days: int) -> None:
    """Make everything that happened to a row happen `days` ago."""
    row.history.update(history_date=timezone.now() - timedelta(days=days))


def test_the_member_reads_what_is_held_about_them_and_about_nobody_else() -> None:
    member = make_member("Ana Ruiz", email="ana@school.test")
    interest_of("Ana@school.test")
    other = interest_of("omar@school.test")
    InterestRegistration.objects.filter(pk=other.pk).update(organisation="Somewhere else")
    html = browser_of(member).get(reverse("my_data")).content.decode()
    assert "Escuela del Río" in html
    assert "Somewhere else" not in html


def test_every_name_of_a_field_is_in_the_readers_language() -> None:
    with translation.override("ar"):
        fields = [kind.model._meta.get_field(name) for kind in _kinds for name in kind.fields]
        named = {gettext(str(field.verbose_name)) for field in fields if isinstance(field, Field)}
    assert len(fields) == sum(isinstance(field, Field) for field in fields)
    assert len(named) > 30
    assert {name for name in named if name.isascii()} == set()


def test_of_what_there_is_much_the_page_shows_the_number_first() -> None:
    member = make_member("Ana Ruiz", email="ana@school.test")
    html = browser_of(member).get(reverse("my_data")).content.decode()
    assert "<summary><h2>" not in html
    consent = current_consent(ConsentText.Purpose.ENQUIRY, "en")
    assert consent is not None
    answers = {"name": "Ana", "email": "ana@school.test", "school": "", "message": "Could you come?"}
    for number in range(4):
        send_enquiry(lead=make_lead(f"Lead {number}"), answers=answers, key=uuid4(), consent=consent)
    html = " ".join(browser_of(member).get(reverse("my_data")).content.decode().split())
    assert '<summary><h2>Messages you sent to leads <span class="meta">4</span></h2></summary>' in html


def test_the_file_says_the_same() -> None:
    member = make_member("Ana Ruiz", email="ana@school.test", time_zone="Europe/Madrid")
    interest_of("ana@school.test")
    response = browser_of(member).get(reverse("my_data_file"))
    assert response["Content-Disposition"] == 'attachment; filename="camtree-my-data.json"'
    held = json.loads(response.content)
    assert held["Your account"][0]["time zone"] == "Europe/Madrid"
    assert [row["organisation"] for row in held["What you told us when you registered your interest"]] == [
        "Escuela del Río"
    ]
    assert held["Messages you sent to leads"] == []


@pytest.mark.parametrize("name", ["my_data", "my_data_file", "close_my_account"])
def test_a_stranger_is_sent_to_sign_in(name: str) -> None:
    response = Client().get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_an_account_goes_with_everything_that_was_the_persons_own() -> None:
    member = make_member("Ana Ruiz", email="ana@school.test", roles=("Leads",))
    stays = interest_of("omar@school.test")
    row = interest_of("ana@school.test")
    profile = make_lead(title="Ana Ruiz", owner=member)
    browser = lately_signed_in(member)
    mail.outbox.clear()
    browser.post(reverse("close_my_account"))
    assert not User.objects.filter(pk=member.pk).exists()
    assert not User.history.filter(id=member.pk).exists()
    assert not LeadProfilePage.objects.filter(pk=profile.pk).exists()
    assert list(InterestRegistration.objects.all()) == [stays]
    assert not InterestRegistration.history.filter(id=row.pk).exists()
    assert browser.get(reverse("my_dashboard")).status_code == 302


def test_the_person_is_told_by_mail(django_capture_on_commit_callbacks: Any) -> None:
    member = make_member("Ana Ruiz", email="ana@school.test", preferred_language="es")
    browser = lately_signed_in(member)
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("close_my_account"))
    assert [(message.to, message.subject) for message in mail.outbox] == [
        (["ana@school.test"], "Su cuenta de CamTREE está eliminada")
    ]


def test_looking_at_the_page_deletes_nothing() -> None:
    member = make_member()
    assert lately_signed_in(member).get(reverse("close_my_account")).status_code == 200
    assert User.objects.filter(pk=member.pk).exists()


def test_who_signed_in_long_ago_shows_again_who_they_are() -> None:
    member = make_member()
    response = browser_of(member).post(reverse("close_my_account"))
    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert User.objects.filter(pk=member.pk).exists()


def test_the_last_key_to_the_site_is_not_thrown_away() -> None:
    member = make_member(is_superuser=True, is_staff=True)
    response = lately_signed_in(member).post(reverse("close_my_account"), follow=True)
    assert "This account administers CamTREE." in response.content.decode()
    assert User.objects.filter(pk=member.pk).exists()


def test_answers_are_forgotten_two_years_after_the_last_contact() -> None:
    old, touched, young = (interest_of(f"{name}@school.test") for name in ("old", "touched", "young"))
    age(old, 731)
    age(touched, 900)
    touched.notes = "Asked for a course in May."
    touched.save()
    age(young, 729)
    call_command("forget_old_data", verbosity=0)
    assert set(InterestRegistration.objects.all()) == {touched, young}
    assert not InterestRegistration.history.filter(id=old.pk).exists()


def test_messages_to_leads_are_forgotten_in_the_same_time() -> None:
    consent = current_consent(ConsentText.Purpose.ENQUIRY, "en")
    assert consent is not None
    answers = {"name": "Ana", "email": "ana@school.test", "school": "", "message": "Could you come?"}
    old, young = (
        send_enquiry(lead=make_lead(f"Lead {number}"), answers=answers, key=uuid4(), consent=consent)[0]
        for number in range(2)
    )
    age(old, 731)
    age(young, 729)
    assert forget(timezone.now()) == {"home.InterestRegistration": 0, "leads.Enquiry": 1}
    assert list(Enquiry.objects.all()) == [young]
    assert not Enquiry.history.filter(id=old.pk).exists()


def test_forgetting_again_finds_nothing() -> None:
    age(interest_of("old@school.test"), 731)
    assert forget(timezone.now()) == {"home.InterestRegistration": 1, "leads.Enquiry": 0}
    assert forget(timezone.now()) == {"home.InterestRegistration": 0, "leads.Enquiry": 0}


def test_what_holds_personal_data_is_declared() -> None:
    assert {User, InterestRegistration, Enquiry, LeadProfilePage} <= declared_models()
    assert personal_data_is_declared(None) == []


def test_a_model_nobody_declared_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds: dict[Any, Any] = _kinds._values
    monkeypatch.delitem(kinds, Enquiry)
    assert [(error.obj, error.id) for error in personal_data_is_declared(None)] == [(Enquiry, "camtree.E002")]


def test_what_points_at_something_is_erased_before_it() -> None:
    order = in_erasing_order(declared_models())
    assert set(order) == set(declared_models())
    assert order[-1] is User
    place = {model: number for number, model in enumerate(order)}
    pointing = [
        (model, field.related_model)
        for model in order
        for field in model._meta.concrete_fields
        if field.is_relation and field.related_model in place and field.related_model is not model
    ]
    assert len(pointing) > 20
    assert [pair for pair in pointing if place[pair[0]] > place[pair[1]]] == []


def test_models_that_point_at_each_other_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    registration, member = InterestRegistration._meta, Enquiry._meta
    one = SimpleNamespace(is_relation=True, related_model=Enquiry)
    other = SimpleNamespace(is_relation=True, related_model=InterestRegistration)
    monkeypatch.setitem(registration.__dict__, "concrete_fields", [one])
    monkeypatch.setitem(member.__dict__, "concrete_fields", [other])
    with pytest.raises(CycleError):
        in_erasing_order([InterestRegistration, Enquiry])


def test_what_was_written_in_a_draft_is_shown_as_words() -> None:
    member = make_member()
    inquiry = make_ready_inquiry(member)
    part = inquiry.parts.exclude(text="").first()
    assert part is not None
    save_part(
        inquiry=inquiry, name=part.name, html="<p>Two &amp; two.</p><p>5 < 6</p>", number=part.number, member=member
    )
    html = browser_of(member).get(reverse("my_data")).content.decode()
    assert "Two &amp; two.\n5 &lt; 6" in html
    assert "&lt;p&gt;" not in html
    told = json.loads(browser_of(member).get(reverse("my_data_file")).content)
    assert "<p>Two &amp; two.</p>" in json.dumps(told, ensure_ascii=False)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("<p>Two &amp; two.</p><ul><li>Three</li></ul>", "Two & two.\nThree"),
        ("a < b and c > d", "a < b and c > d"),
        ("Nila <nila@school.test>", "Nila <nila@school.test>"),
        (7, 7),
        ("", ""),
    ],
)
def test_rich_text_alone_is_made_plain(value: Any, words: Any) -> None:
    assert in_plain_words(value) == words

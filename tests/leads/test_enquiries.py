"""Writing to a lead."""

import uuid
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from leads.models import Enquiry, LeadProfilePage
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> LeadProfilePage:
    return make_lead("Sunita Rao", owner=make_member("Sunita", roles=("Leads",), preferred_language="es"))


def send(lead: LeadProfilePage, language: str = "en", **changes: Any) -> Any:
    form = {"name": "Ana", "email": "ana@school.test", "message": "Could you come?", "consent": "on"}
    form |= {"key": str(uuid.uuid4()), "website": "", **changes}
    return Client().post(f"/{language}/leads/{lead.slug}/contact/", form)


def test_the_message_reaches_the_lead_in_the_leads_language(
    lead: LeadProfilePage, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert send(lead, "ar").status_code == 302
    (message,) = mail.outbox
    assert message.to == [lead.owner.email]
    assert message.reply_to == ["ana@school.test"]
    assert "Could you come?" in message.body
    enquiry = Enquiry.objects.get()
    assert (enquiry.recipient, enquiry.consent.purpose, enquiry.consent.language) == (lead.owner, "enquiry", "ar")


def test_no_address_stands_on_any_page(lead: LeadProfilePage) -> None:
    for path in (lead.url, reverse("contact_lead", args=[lead.slug]), reverse("contact_lead_done", args=[lead.slug])):
        html = Client().get(path).content.decode()
        assert lead.title in html
        assert lead.owner.email not in html


@pytest.mark.parametrize("field", ["name", "email", "message", "consent", "key"])
def test_each_of_these_is_needed(lead: LeadProfilePage, field: str) -> None:
    response = send(lead, **{field: ""})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Enquiry.objects.exists()


def test_the_same_message_twice_is_sent_once(lead: LeadProfilePage, django_capture_on_commit_callbacks: Any) -> None:
    key = str(uuid.uuid4())
    with django_capture_on_commit_callbacks(execute=True):
        assert [send(lead, key=key).status_code for _ in range(2)] == [302, 302]
    assert (Enquiry.objects.count(), len(mail.outbox)) == (1, 1)


def test_machines_and_floods_are_kept_out(lead: LeadProfilePage) -> None:
    assert send(lead, website="x").status_code == 302
    assert not Enquiry.objects.exists()
    assert [send(lead).status_code for _ in range(11)] == [302] * 10 + [429]


def test_hidden_and_unknown_leads_answer_alike(lead: LeadProfilePage) -> None:
    hidden = make_lead("Hidden", live=False)
    for slug in (hidden.slug, "nobody"):
        assert Client().get(f"/en/leads/{slug}/contact/").status_code == 404
        assert Client().post(f"/en/leads/{slug}/contact/", {}).status_code == 404


def test_a_header_cannot_be_smuggled_in(lead: LeadProfilePage, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(lead, name="Ana\r\nBcc: all@school.test")
    (message,) = mail.outbox
    assert message.bcc == []
    assert "\n" not in message.subject


def test_editors_read_enquiries_and_change_none(lead: LeadProfilePage) -> None:
    send(lead)
    enquiry = Enquiry.objects.get()
    editor = browser_of(make_member(roles=("Editors",)))
    assert "Ana" in editor.get(reverse("enquiries:index")).content.decode()
    assert "Could you come?" in editor.get(reverse("enquiries:inspect", args=[enquiry.pk])).content.decode()
    root = browser_of(make_member(is_superuser=True))
    for browser in (editor, root):
        assert browser.post(reverse("enquiries:edit", args=[enquiry.pk]), {"name": "Other"}).status_code == 302
        assert browser.post(reverse("enquiries:delete", args=[enquiry.pk])).status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.name == "Ana"

"""Two writers at one part: what gives way is kept, its writer is told, and both see who is there."""

import json
from typing import Any

import pytest
from django.urls import reverse

from camtree.members.models import User
from research.inquiries.actions.writing import save_part
from research.models import Inquiry, InquiryPart, InquiryPerson, PartVersion
from tests.factories.inquiries import make_inquiry, owner_of
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db


def write_with(inquiry: Inquiry, name: str = "Timur") -> User:
    member = make_member(name)
    InquiryPerson.objects.create(inquiry=inquiry, user=member, name=name, access="write", position=1)
    return member


def send(inquiry: Inquiry, member: User, html: str, number: int, **more: Any) -> Any:
    body = {"name": "context", "html": html, "number": number, **more}
    address = reverse("save_inquiry", args=[inquiry.pk])
    return browser_of(member).post(address, json.dumps(body), content_type="application/json")


def here(inquiry: Inquiry, member: User) -> Any:
    return browser_of(member).post(reverse("here_at_inquiry", args=[inquiry.pk])).json()


def test_whose_text_was_replaced_knowingly_is_told_until_they_go_on_writing() -> None:
    inquiry = make_inquiry(make_member("Amina"))
    amina, timur = owner_of(inquiry), write_with(inquiry)
    save_part(inquiry=inquiry, name="context", html="<p>Of Timur</p>", number=0, member=timur)
    clash = send(inquiry, amina, "<p>Of Amina</p>", 0)
    assert (clash.status_code, clash.json()["html"]) == (409, "<p>Of Timur</p>")
    assert here(inquiry, timur)["told"] == []
    assert send(inquiry, amina, "<p>Of Amina</p>", 1, replaces=True).status_code == 200
    (told,) = here(inquiry, timur)["told"]
    assert told["says"] == "Amina put another text in place of yours in “Context”. Yours is kept."
    assert "Of Timur" in browser_of(timur).get(told["at"]).content.decode()
    assert here(inquiry, amina)["told"] == []
    send(inquiry, timur, "<p>Of both</p>", 2)
    assert here(inquiry, timur)["told"] == []


def test_going_on_after_a_colleague_is_no_replacement() -> None:
    inquiry = make_inquiry(make_member("Amina"))
    timur = write_with(inquiry)
    save_part(inquiry=inquiry, name="context", html="<p>Of Timur</p>", number=0, member=timur)
    send(inquiry, owner_of(inquiry), "<p>Of Timur and Amina</p>", 1)
    assert PartVersion.objects.get().text == "<p>Of Timur</p>"
    assert here(inquiry, timur)["told"] == []


def test_whoever_takes_the_other_text_keeps_their_own_as_a_version() -> None:
    inquiry = make_inquiry(make_member("Amina"))
    amina, timur = owner_of(inquiry), write_with(inquiry)
    save_part(inquiry=inquiry, name="context", html="<p>Of Timur</p>", number=0, member=timur)
    assert send(inquiry, amina, "<p>Of Timur</p>", 0, aside="<p>Of Amina</p>").status_code == 409
    answer = send(inquiry, amina, "<p>Of Timur</p>", 1, aside="<p>Of Amina</p>")
    assert answer.json()["html"] == "<p>Of Timur</p>"
    part = InquiryPart.objects.get(inquiry=inquiry, name="context")
    assert (part.text, part.saved_by) == ("<p>Of Timur</p>", timur)
    assert list(part.versions.values_list("text", "saved_by")) == [
        ("<p>Of Amina</p>", amina.pk),
        ("<p>Of Timur</p>", timur.pk),
    ]


def test_writers_see_each_other_and_nobody_else_does() -> None:
    inquiry = make_inquiry(make_member("Amina"))
    amina, timur, mele = owner_of(inquiry), write_with(inquiry), write_with(inquiry, "Mele")
    assert here(inquiry, amina)["says"] == ""
    assert here(inquiry, timur)["says"] == "Amina is here too."
    assert here(inquiry, mele)["says"] == "Amina and Timur are here too."
    other = make_inquiry(timur)
    assert here(other, timur)["says"] == ""
    stranger = browser_of(make_member())
    assert stranger.post(reverse("here_at_inquiry", args=[inquiry.pk])).status_code == 404


def test_without_a_cache_nobody_is_shown(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    inquiry = make_inquiry(make_member("Amina"))
    timur = write_with(inquiry)
    here(inquiry, owner_of(inquiry))
    assert here(inquiry, timur)["says"] == ""

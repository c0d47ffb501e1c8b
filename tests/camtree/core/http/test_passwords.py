"""What is behind a password, a sign-in or a group lets in those who have it, and nobody else."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from camtree.core.http import passwords
from camtree.media.actions import store_document
from research.models import ReportPage
from tests.factories.members import PASSWORD, browser_of, make_member
from tests.factories.pages import make_report, make_translation
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

SESAME = "sésame ouvre-toi"


def restrict(page: Any, kind: str, *groups: str) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password=SESAME)
    restriction.groups.set(Group.objects.filter(name__in=groups))
    return restriction


def answer(browser: Client, html: str, password: str) -> Any:
    """Fill in the form that a page shows, and send it to where it says."""
    address, sent = fields_of(html, "password")
    return browser.post(address, sent | {"password": password})


def kept_by_nobody(response: Any) -> bool:
    return {"private", "no-store"} <= {part.strip() for part in response["Cache-Control"].split(",")}


@pytest.fixture
def report() -> ReportPage:
    return make_report("Behind a door")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_password_lets_in_and_leads_back(report: ReportPage, language: str) -> None:
    page = report if language == "en" else make_translation(report, "ar")
    restrict(report, "password")
    browser = Client()
    for _look in range(2):
        asked = browser.get(page.url)
        assert asked.status_code == 200
        assert kept_by_nobody(asked)
        assert "X-Cache" not in asked
        html = asked.content.decode()
        assert "Behind a door" not in html
    assert f'lang="{language}"' in html
    assert ("This is for those who were given its password." in html) is (language == "en")
    assert f'action="/{language}/_util/' in html
    passed = answer(browser, html, SESAME)
    assert (passed.status_code, passed["Location"]) == (302, page.url)
    shown = browser.get(page.url)
    assert "Behind a door" in shown.content.decode()
    assert kept_by_nobody(shown)
    assert "Behind a door" not in Client().get(page.url).content.decode()


def test_one_password_opens_all_languages(report: ReportPage) -> None:
    arabic = make_translation(report, "ar")
    restrict(report, "password")
    browser = Client()
    answer(browser, browser.get(arabic.url).content.decode(), SESAME)
    assert "Behind a door" in browser.get(report.url).content.decode()


@pytest.mark.parametrize("given", ["", "sesame", SESAME.upper(), SESAME + " and more", "\x00"])
def test_a_wrong_password_gets_a_sentence(report: ReportPage, given: str) -> None:
    restrict(report, "password")
    browser = Client()
    refused = answer(browser, browser.get(report.url).content.decode(), given)
    assert refused.status_code == 422
    assert kept_by_nobody(refused)
    html = refused.content.decode()
    assert "There is a problem" in html
    assert "Behind a door" not in browser.get(report.url).content.decode()
    # The way back is kept.
    assert answer(browser, html, SESAME)["Location"] == report.url


def test_the_sentence_is_in_the_language_of_the_page(report: ReportPage) -> None:
    arabic = make_translation(report, "ar")
    restrict(report, "password")
    browser = Client()
    html = answer(browser, browser.get(arabic.url).content.decode(), "wrong").content.decode()
    assert "The password you have entered is not correct" not in html
    assert 'dir="rtl"' in html


def test_nobody_is_led_to_another_site(report: ReportPage) -> None:
    restriction = restrict(report, "password")
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, report.pk])
    for goal in ("https://elsewhere.test/", "//elsewhere.test/", "javascript:alert(1)"):
        passed = Client().post(address, {"password": SESAME, "return_url": goal})
        assert passed["Location"] == report.url


def test_passwords_are_not_guessed_without_end(report: ReportPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "TRIES", 3)
    restriction, browser = restrict(report, "password"), Client()
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, report.pk])
    tried = [browser.post(address, {"password": str(n), "return_url": report.url}).status_code for n in range(4)]
    assert tried == [422, 422, 422, 429]
    # The right one comes too late as well.
    late = browser.post(address, {"password": SESAME, "return_url": report.url})
    assert late.status_code == 429
    assert "Too many passwords were tried" in late.content.decode()
    assert "Behind a door" not in browser.get(report.url).content.decode()


def test_a_class_that_knows_the_password_is_never_too_many(report: ReportPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "TRIES", 3)
    restriction = restrict(report, "password")
    address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, report.pk])
    tried = [Client().post(address, {"password": SESAME, "return_url": report.url}).status_code for _pupil in range(9)]
    assert tried == [302] * 9


def test_a_restriction_opens_only_what_it_covers(report: ReportPage) -> None:
    restriction, other = restrict(report, "password"), make_report("Another")
    draft = make_report("Draft", live=False)
    for page in (other, draft):
        address = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
        assert Client().get(address).status_code == 404
    login = restrict(other, "login")
    address = reverse("wagtailcore_authenticate_with_password", args=[login.pk, other.pk])
    assert Client().post(address, {"password": "", "return_url": "/"}).status_code == 404


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_sign_in_lets_in_and_leads_back(report: ReportPage, language: str) -> None:
    page = report if language == "en" else make_translation(report, "ar")
    restrict(report, "login")
    browser, member = Client(), make_member()
    asked = browser.get(page.url)
    assert asked["Location"] == f"/{language}/account/login/?next={page.url}"
    assert browser.get(asked["Location"]).status_code == 200
    signed_in = browser.post(asked["Location"], {"login": member.email, "password": PASSWORD, "next": page.url})
    assert signed_in["Location"] == page.url
    shown = browser.get(page.url)
    assert "Behind a door" in shown.content.decode()
    assert kept_by_nobody(shown)


def test_a_group_lets_its_members_in_and_tells_others(report: ReportPage) -> None:
    restrict(report, "groups", "Editors")
    inside, outside = browser_of(make_member(roles=("Editors",))), browser_of(make_member())
    assert "Behind a door" in inside.get(report.url).content.decode()
    refused = outside.get(report.url)
    assert refused.status_code == 403
    assert "a group that your account does not belong to" in refused.content.decode()
    assert kept_by_nobody(refused)
    assert Client().get(report.url)["Location"].startswith("/en/account/login/?next=")


def test_wagtails_other_door_leads_to_the_one_there_is() -> None:
    assert Client().get("/en/_util/login/?next=/en/my/")["Location"] == "/en/account/login/?next=/en/my/"


# ---------------------------------------------------------------- documents


def paper(kind: str, *groups: str) -> Any:
    collection = Collection.get_first_root_node().add_child(name="Behind a door")
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type=kind, password=SESAME
    )
    restriction.groups.set(Group.objects.filter(name__in=groups))
    file = ContentFile(b"%PDF-1.4 the words of a paper", name="paper.pdf")
    return store_document(title="A paper", file=file, collection=collection)


@pytest.mark.usefixtures("files_on_disk")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_document_behind_a_password(language: str) -> None:
    document, browser = paper("password"), Client(headers={"accept-language": language})
    asked = browser.get(document.url)
    assert kept_by_nobody(asked)
    html = asked.content.decode()
    assert f'lang="{language}"' in html
    assert answer(browser, html, "wrong").status_code == 422
    passed = answer(browser, html, SESAME)
    assert (passed.status_code, passed["Location"]) == (302, document.url)
    sent: Any = browser.get(document.url)
    assert kept_by_nobody(sent)
    assert b"the words of a paper" in b"".join(sent.streaming_content)
    assert Client().get(document.url)["Content-Type"].startswith("text/html")


@pytest.mark.usefixtures("files_on_disk")
def test_a_document_for_members_or_for_a_group() -> None:
    document = paper("groups", "Editors")
    assert Client().get(document.url)["Location"] == f"/en/account/login/?next={document.url}"
    assert browser_of(make_member()).get(document.url).status_code == 403
    assert browser_of(make_member(roles=("Editors",))).get(document.url).status_code == 200

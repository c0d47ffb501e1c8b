"""Every public page of the demo opens, within its budget of queries, in every language it has."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Page, get_page_models

from camtree.core.caching.generation import generation
from camtree.core.templatetags import kept_tags
from camtree.members.models import User

# Kind of page, address, most queries: the budgets of a visitor's first look, with nothing in the page cache.
BUDGETS = [
    ("home", "/en/", 16),
    ("home in Arabic", "/ar/", 16),
    ("library", "/en/research/", 6),
    ("library in Arabic", "/ar/research/", 6),
    ("library, filtered", "/en/research/?approach=research-lesson-study&sort=title", 5),
    ("library, searched", "/en/research/?q=pupils", 6),
    ("reports", "/en/research/reports/", 6),
    ("collections", "/en/research/collections/", 1),
    ("collection", "/en/research/collections/making-space-for-quieter-voices/", 6),
    ("report", "/en/research/reports/who-answers-when-nobody-raises-a-hand/", 11),
    ("report, translated", "/es/research/reports/quien-responde-cuando-nadie-levanta-la-mano/", 11),
    ("citations", "/en/research/reports/who-answers-when-nobody-raises-a-hand/cite/", 4),
    ("citations, translated", "/es/research/reports/quien-responde-cuando-nadie-levanta-la-mano/cite/", 5),
    ("collection as a file", "/en/research/collections/making-space-for-quieter-voices/cite/ris/", 11),
    ("author", "/en/research/authors/amina-sarsen/", 7),
    ("catalogue", "/en/learning/", 2),
    ("course", "/en/learning/research-lesson-study-first-steps/", 7),
    ("webinars", "/en/webinars/", 9),
    ("webinar", "/en/webinars/interviewing-case-pupils/", 9),  # the sizes of its recording are rows of their own
    ("leads", "/en/leads/", 7),
    ("lead", "/en/leads/amina-sarsen/", 6),
    ("insight", "/en/insights/what-makes-room-for-reasons/", 8),
    ("standard page", "/en/privacy/", 1),
    ("search", "/en/search/?q=pupils", 6),
    ("search in Arabic", "/ar/search/?q=السؤال", 6),
]


@pytest.fixture(autouse=True)
def _warm(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Menus, vocabulary names and counted numbers are kept between requests; rendered pieces of pages are not, so that
    the budgets count the whole work."""
    monkeypatch.setattr(kept_tags, "SECONDS", 0)
    for address in ("/en/", "/ar/", "/es/", "/en/search/?q=zz", "/ar/search/?q=zz"):
        client.get(address)


def lesson() -> str:
    from learning.models import LessonPage

    page = LessonPage.objects.filter(locale__language_code="en", live=True).order_by("path")[1]
    return str(page.url)


@pytest.mark.parametrize(("kind", "address", "at_most"), BUDGETS, ids=[kind for kind, _a, _n in BUDGETS])
def test_a_page_keeps_its_budget(
    client: Client, count_queries: Callable[..., Any], kind: str, address: str, at_most: int
) -> None:
    client.get(address)  # renditions of pictures are made at the first look
    address += ("&" if "?" in address else "?") + "fresh=1"
    with count_queries(at_most):
        response = client.get(address)
    assert response.status_code == 200
    assert response["X-Cache"] == "miss"


def test_a_lesson_keeps_its_budget(client: Client, count_queries: Callable[..., Any]) -> None:
    address = lesson()
    ContentType.objects.get_for_models(*get_page_models())  # which a process reads once
    with count_queries(8):
        assert client.get(address).status_code == 200


def test_a_page_from_the_cache_asks_the_database_nothing(client: Client, count_queries: Callable[..., Any]) -> None:
    client.get("/en/research/")
    with count_queries(0):
        response = client.get("/en/research/")
    assert response["X-Cache"] == "hit"


def test_a_member_is_answered_with_kept_pieces(
    client: Client, count_queries: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Session and account, and whether this member has saved the report: the page itself asks nothing more."""
    monkeypatch.setattr(kept_tags, "SECONDS", 600)
    client.force_login(User.objects.get(email="member@demo.camtree.test"))
    address = "/en/research/reports/who-answers-when-nobody-raises-a-hand/"
    first = client.get(address)
    with count_queries(3):
        second = client.get(address)
    assert "X-Cache" not in second
    assert "Sign out" in second.content.decode()
    assert "Three research lessons" in second.content.decode()
    assert first.content.decode().count("<h2") == second.content.decode().count("<h2")


def test_kept_pieces_do_not_outlive_what_is_published(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(kept_tags, "SECONDS", 600)
    client.force_login(User.objects.get(email="member@demo.camtree.test"))
    page = Page.objects.get(slug="privacy", locale__language_code="en").specific
    client.get("/en/privacy/")
    page.introduction = "Words of today."
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "Words of today." in client.get("/en/privacy/").content.decode()


def test_every_live_page_opens(client: Client) -> None:
    pages = Page.objects.live().filter(depth__gt=1).select_related("locale")
    assert pages.count() > 120
    answers = {page.url: client.get(page.url).status_code for page in pages}
    assert {address: code for address, code in answers.items() if code != 200} == {}


def test_the_generation_rises_when_something_is_published(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = Page.objects.get(slug="privacy", locale__language_code="en").specific
    client.get("/en/privacy/")
    before = generation()
    page.introduction = "New words."
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert generation() > before
    assert "New words." in client.get("/en/privacy/").content.decode()

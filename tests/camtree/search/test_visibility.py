"""Whom the index shows a page is whom lists show it, after everything that may happen to a page."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Page, PageViewRestriction

from camtree.core.pages.models import BasePageQuerySet
from camtree.search.models import Entry
from research.models import ReportIndexPage, ReportPage
from tests.factories.pages import make_report, make_translation

pytestmark = pytest.mark.django_db


def agree() -> dict[str, set[str]]:
    """By language, the titles that lists show; the index must say the same."""
    shown: dict[str, set[str]] = {}
    for locale in Locale.objects.all():
        lists = set(BasePageQuerySet(ReportPage).shown_in(locale).values_list("pk", flat=True))
        rows = Entry.objects.filter(kind="report").values_list("object_id", "readers")
        assert {pk for pk, readers in rows if readers & 1 << locale.pk} == lists, locale
        shown[locale.language_code] = set(Page.objects.filter(pk__in=lists).values_list("title", flat=True))
    return shown


def restrict(page: Page) -> Any:
    return PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


CHANGES: dict[str, Callable[[ReportPage, ReportPage], Any]] = {
    "nothing": lambda english, spanish: None,
    "the original is unpublished": lambda english, spanish: english.unpublish(),
    "the translation is unpublished": lambda english, spanish: spanish.unpublish(),
    "the translation is deleted": lambda english, spanish: spanish.delete(),
    "the original is deleted": lambda english, spanish: english.delete(),
    "another language is added": lambda english, spanish: make_translation(english, "ar"),
    "it is made private": lambda english, spanish: restrict(english),
    "its translation is made private": lambda english, spanish: restrict(spanish),
    "what stands above is made private": lambda english, spanish: restrict(english.get_parent()),
    "it is private for a while": lambda english, spanish: restrict(english).delete(),
    "a language is added to the site": lambda english, spanish: Locale.objects.create(language_code="de"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_index_shows_what_lists_show(change: str) -> None:
    english = make_report("Okapi")
    spanish = make_translation(english, "es")
    make_report("Other")
    make_report("Draft", live=False)
    agree()
    CHANGES[change](ReportPage.objects.get(pk=english.pk), ReportPage.objects.get(pk=spanish.pk))
    agree()


def test_what_is_moved_below_a_private_page_is_private() -> None:
    report = make_report("Okapi")
    shelf = ReportIndexPage.objects.get(locale__language_code="en")
    closed = ReportIndexPage(title="Closed", slug="closed")
    shelf.get_parent().add_child(instance=closed)
    restrict(closed)
    assert "Okapi" in agree()["en"]
    report.move(closed, pos="last-child")
    assert "Okapi" not in agree()["en"]
    ReportPage.objects.get(pk=report.pk).move(ReportIndexPage.objects.get(pk=shelf.pk), pos="last-child")
    assert "Okapi" in agree()["en"]


def test_a_draft_is_not_indexed_before_it_is_published() -> None:
    report = make_report("Okapi")
    report.title = "Gnu"
    report.introduction = "Not yet to be read."
    report.save_revision()
    entry = Entry.objects.get(object_id=report.pk, kind="report")
    assert (entry.sort_title, "Not yet" in entry.text) == ("okapi", False)
    report.get_latest_revision().publish()
    entry.refresh_from_db()
    assert (entry.sort_title, "Not yet" in entry.text) == ("gnu", True)

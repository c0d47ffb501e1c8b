"""What hangs below a page, such as its file, is found as the page is: by any of its names, in the reader's language."""

from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from camtree.core.pages.queries import read_at
from research.models import ReportPage
from tests.factories.pages import make_lead, make_report, make_translation, make_webinar

pytestmark = pytest.mark.django_db


def renamed(page: Any, slug: str) -> Any:
    page.slug = slug
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def found(slug: str, language: str) -> Any:
    with translation.override(language):
        return read_at(ReportPage.objects.live(), slug)


def test_a_slug_stands_for_the_work_in_the_readers_language() -> None:
    english = make_report("Wait time")
    arabic, spanish = renamed(make_translation(english), "waqt"), make_translation(english, "es")
    names = {"wait-time": [english, spanish, english, arabic], "waqt": [english, spanish, arabic, arabic]}
    for slug, pages in names.items():
        assert [found(slug, language) for language in ("en", "es", "fr", "ar")] == pages, slug
    assert found("nowhere", "en") is None


def test_what_is_left_out_of_the_pages_is_not_found_by_another_name() -> None:
    english = make_report("Wait time")
    arabic = renamed(make_translation(english), "waqt")
    with translation.override("ar"):
        assert read_at(ReportPage.objects.exclude(pk=arabic.pk), "wait-time") == english
        assert read_at(ReportPage.objects.exclude(pk=english.pk), "wait-time") is None


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_files_and_forms_below_a_page_are_there_in_every_frame(language: str) -> None:
    webinar, lead = make_webinar("Talk in pairs"), make_lead("Sunita Rao")
    arabic = renamed(make_translation(webinar), "hadith")
    calendar = Client().get(f"/{language}/webinars/talk-in-pairs/event.ics")
    assert calendar.status_code == 200
    place = arabic.url if language == "ar" else f"/{language}/webinars/talk-in-pairs/"
    assert f"URL:http://testserver{place}" in calendar.content.decode()
    form = Client().get(f"/{language}/leads/{lead.slug}/contact/")
    assert form.status_code == 200
    html = form.content.decode()
    assert f'lang="{language}"' in html
    assert f'href="/{language}/leads/{lead.slug}/"' in html

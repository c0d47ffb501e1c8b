"""Several people publish at the same moment."""

import pytest
from django.db import transaction
from wagtail.models import Page

from camtree.search.models import Entry, KnownWord
from research.models import ReportPage
from tests.camtree.search.test_visibility import agree
from tests.factories.pages import make_report, make_translation
from tests.threads import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("site_after_flush")]


def test_languages_of_one_work_published_at_once_are_each_shown_to_their_readers() -> None:
    english = make_report("Okapi")
    others = [make_translation(english, language) for language in ("es", "ar")]
    for page in others:
        ReportPage.objects.get(pk=page.pk).unpublish()
    pages = [ReportPage.objects.get(pk=page.pk) for page in (english, *others)]
    for page in pages:
        page.introduction = "Said anew."
        page.save_revision()

    def publish(page: Page) -> None:
        with transaction.atomic():
            ReportPage.objects.get(pk=page.pk).get_latest_revision().publish()

    assert at_once(*[lambda page=page: publish(page) for page in pages]) == [None] * 3
    shown = agree()
    assert shown["en"] == shown["es"] == shown["ar"] == {"Okapi"}
    assert Entry.objects.filter(translation_key=english.translation_key).count() == 3


def test_works_with_the_same_new_words_are_published_in_any_order() -> None:
    pairs = [
        [make_report(f"{name} {number}") for name in names]
        for number, names in enumerate((["Okapi", "Gnu"], ["Gnu", "Okapi"]))
    ]

    def publish(pages: list[ReportPage], words: list[str]) -> None:
        with transaction.atomic():
            for page, word in zip(pages, words, strict=True):
                page.title = word
                page.save_revision().publish()

    words = ["Quaggahood", "Zebuness"]
    answers = at_once(lambda: publish(pairs[0], words), lambda: publish(pairs[1], words[::-1]))
    assert answers == [None, None]
    assert KnownWord.objects.filter(folded__in=[word.lower() for word in words]).count() == 2

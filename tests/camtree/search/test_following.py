"""A page is found by names of other rows, and follows them: collections, terms, series, its titles elsewhere."""

from typing import Any

import pytest
from wagtail.models import Locale, PageViewRestriction

from camtree.search import engine
from camtree.search.queries import find
from camtree.search.suggestions import did_you_mean
from camtree.vocabularies.models import Theme
from tests.factories.pages import make_collection, make_report, make_translation, make_webinar
from webinars.models import WebinarSeries

pytestmark = pytest.mark.django_db


def found(word: str, language: str = "en") -> set[str]:
    return {hit.page.slug for hit in find(word, Locale.objects.get(language_code=language), size=50).hits}


@pytest.fixture
def collection() -> Any:
    """A collection of two reports that is found by a word that stands nowhere else."""
    reports = [make_report("Okapi one"), make_report("Okapi two")]
    return make_collection(reports, "Whistlecombe")


def test_reports_are_found_by_collections_that_hold_them(collection: Any) -> None:
    assert found("whistlecombe") == {"okapi-one", "okapi-two", collection.slug}
    collection.items.get(report__slug="okapi-two").delete()
    collection.save_revision().publish()
    assert found("whistlecombe") == {"okapi-one", collection.slug}
    collection.title = "Bramblewick"
    collection.save_revision().publish()
    assert (found("whistlecombe"), found("bramblewick")) == (set(), {"okapi-one", collection.slug})
    collection.unpublish()
    assert found("bramblewick") == set()


def test_a_private_collection_tells_nothing(collection: Any) -> None:
    restriction = PageViewRestriction.objects.create(page=collection, restriction_type="login")
    assert found("whistlecombe") == set()
    assert did_you_mean("whistlecome", Locale.objects.get(language_code="en")) == ""
    restriction.delete()
    assert found("whistlecombe") == {"okapi-one", "okapi-two", collection.slug}


def test_a_deleted_collection_tells_nothing(collection: Any) -> None:
    collection.delete()
    assert found("whistlecombe") == set()


def test_a_work_is_found_by_its_titles_in_other_languages() -> None:
    english = make_report("Okapi")
    spanish = make_translation(english, "es")
    assert found("avería") == set()
    spanish.title = "La avería"
    spanish.save_revision().publish()
    assert (found("avería"), found("okapi", "es")) == ({"okapi"}, {"okapi"})
    spanish.unpublish()
    assert (found("avería"), found("okapi")) == (set(), {"okapi"})
    spanish.save_revision().publish()
    assert found("averia") == {"okapi"}
    spanish.delete()
    assert found("avería") == set()


def test_works_follow_their_terms() -> None:
    theme = Theme.objects.create(name="Whistling", slug="whistling", locale=Locale.objects.get(language_code="en"))
    report = make_report("Okapi")
    report.themes = [theme]
    report.save_revision().publish()
    locale = Locale.objects.get(language_code="en")

    def narrowed(slug: str) -> int:
        return engine.count(engine.Wanted(kinds=("report",), facets={"themes": (slug,)}, locale=locale))

    assert (found("whistling"), narrowed("whistling")) == ({"okapi"}, 1)
    theme.slug = "bird-song"
    theme.save()
    assert (narrowed("whistling"), narrowed("bird-song")) == (0, 1)
    theme.delete()
    assert (found("whistling"), narrowed("bird-song")) == (set(), 0)


def test_webinars_follow_the_name_of_their_series() -> None:
    series = WebinarSeries.objects.create(name="Whistling", locale=Locale.objects.get(language_code="en"))
    webinar = make_webinar("Okapi", series=series)
    assert found("whistling") == {webinar.slug}
    series.name = "Humming"
    series.save()
    assert (found("whistling"), found("humming")) == (set(), {webinar.slug})

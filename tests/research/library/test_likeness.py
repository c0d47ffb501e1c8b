"""What readers of a report are shown that is like it."""

from datetime import date
from typing import Any

import pytest
from django.db.models import prefetch_related_objects
from django.test import Client
from wagtail.models import Locale, PageViewRestriction

from camtree.vocabularies.models import Approach, Phase, Subject, Theme
from research.library.likeness import MOST, more_like
from research.library.models import ReportPage
from tests.factories.pages import make_report, make_translation

pytestmark = pytest.mark.django_db


def report(title: str, introduction: str = "", **slugs: str) -> ReportPage:
    models: dict[str, Any] = {"approaches": Approach, "themes": Theme, "subjects": Subject, "phases": Phase}
    facts = {name: models[name].objects.filter(slug=slug, locale__language_code="en") for name, slug in slugs.items()}
    assert all(facts.values())
    return make_report(title, introduction=introduction, published_on=date(2026, 1, 1), **facts)


def alike(of: ReportPage, language: str = "en") -> list[str]:
    return [page.title for page in more_like(of, Locale.objects.get(language_code=language))]


SAME = {"approaches": "t-seda", "subjects": "mathematics", "phases": "primary"}


def test_what_shares_two_facts_is_like_it_and_words_of_the_title_tell_which_most() -> None:
    own = report("Wait time in fractions", **SAME)
    report("Talk about plants", approaches="t-seda", subjects="mathematics", phases="secondary")
    report("Fractions in pairs", **SAME)
    report("Another approach", subjects="mathematics")
    report("Wait time once more", approaches="research-lesson-study")
    assert alike(own) == ["Fractions in pairs", "Talk about plants", "Wait time once more"]


def test_no_more_are_shown_than_readers_look_at_and_the_newest_first_where_all_is_alike() -> None:
    own = report("Wait time in fractions", **SAME)
    names = [f"Pairs {number}" for number in range(MOST + 2)]
    for name in names:
        report(name, **SAME)
    assert alike(own) == names[::-1][:MOST]


def test_neither_related_nor_withdrawn_nor_private_works_are_shown() -> None:
    related, withdrawn, private = (report(title, **SAME) for title in ("Related", "Withdrawn", "Private"))
    own = report("Wait time in fractions", **SAME)
    assert set(alike(own)) == {"Related", "Withdrawn", "Private"}
    own.related_pages.append(("page", make_translation(related)))
    withdrawn.withdrawn_on = date(2026, 2, 1)
    withdrawn.save()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert alike(own) == []


def test_each_work_stands_once_in_the_language_of_the_reader() -> None:
    other, own = report("Other", **SAME), report("Wait time in fractions", **SAME)
    arabic, own_arabic = make_translation(other), make_translation(own)
    assert [page.pk for page in more_like(own_arabic, own_arabic.locale)] == [arabic.pk]
    assert [page.pk for page in more_like(own, own.locale)] == [other.pk]


def test_a_report_without_facts_is_like_what_has_half_the_words_of_its_title() -> None:
    own = report("Waiting for fractions")
    report("Fractions without waiting")
    report("A fraction")
    report("Plants")
    assert alike(own) == ["Fractions without waiting", "A fraction"]


@pytest.mark.usefixtures("nothing_kept")
def test_the_page_shows_them(django_assert_num_queries: Any) -> None:
    own, other = report("Wait time in fractions", **SAME), report("Other", introduction="It helped.", **SAME)
    page = Client().get(own.url).content.decode()
    assert '<h2 id="alike">More like this</h2>' in page
    assert f'<a href="{other.url}">Other</a>' in page
    prefetch_related_objects([own], "approaches", "themes", "subjects", "phases")  # as its page does
    english = own.locale
    with django_assert_num_queries(2):
        more_like(own, english)


def test_two_of_approach_subject_and_theme_are_enough_and_one_is_not() -> None:
    own = report("Wait time in fractions", themes="dialogue", **SAME)
    report("Plants", approaches="t-seda", themes="dialogue")
    report("Rivers", subjects="mathematics", themes="dialogue")
    report("Primary talk", themes="dialogue", phases="primary")
    assert alike(own) == ["Plants", "Rivers"]


def test_of_a_long_title_the_longest_words_are_looked_for() -> None:
    own = report("Who asks, who waits when quadrilaterals meet hexagons in a circle")
    report("Quadrilaterals and hexagons")
    report("Who asks, who waits")
    assert alike(own) == ["Quadrilaterals and hexagons"]

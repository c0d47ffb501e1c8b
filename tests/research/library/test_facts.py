"""Facts that pages and cards tell lead to what shares them."""

from datetime import date

import pytest
from django.test import Client

from camtree.vocabularies.models import Approach, Phase, Subject, Theme
from research.library.models import ReportPage
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db


def report() -> ReportPage:
    return make_report(
        "Wait time and talk",
        country="KE",
        place="Nairobi",
        published_on=date(2026, 5, 3),
        kind="summary",
        phases=Phase.objects.filter(slug="primary", locale__language_code="en"),
        subjects=Subject.objects.filter(slug__in=["science", "mathematics"], locale__language_code="en"),
        approaches=Approach.objects.filter(slug="t-seda", locale__language_code="en"),
        themes=Theme.objects.filter(locale__language_code="en").order_by("slug")[:1],
    )


def ways(answer: str) -> set[str]:
    """Questions to the library that a page links to."""
    return {part.split('"')[0] for part in answer.split('href="/en/research/?')[1:]}


def test_every_fact_of_a_report_that_the_library_filters_by_is_a_link() -> None:
    own = report()
    found = ways(Client().get(own.url).content.decode())
    theme = own.themes.get().slug
    assert found == {
        *("kind=summary", "country=ke", "year=2026", "language=en"),
        *("phase=primary", "subject=mathematics", "subject=science", "approach=t-seda", f"theme={theme}"),
    }
    for query in found:
        assert own.title in Client().get(f"/en/research/?{query}").content.decode()


def test_tags_of_a_card_are_links() -> None:
    report()
    page = Client().get("/en/research/").content.decode()
    card = page.split('<article class="card report-card">')[1].split("</article>")[0]
    expected = {"country=ke", "phase=primary", "subject=mathematics", "subject=science", "approach=t-seda"}
    assert ways(card) == {*expected, "kind=summary"}

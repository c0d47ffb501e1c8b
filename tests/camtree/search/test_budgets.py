"""Search and site map ask the database as few things for twelve pages of every kind as for one."""

import pytest

from home.models import HomePage, StandardPage
from tests.factories.pages import (
    make_collection,
    make_course,
    make_full_report,
    make_insight,
    make_lead,
    make_lesson,
    make_module,
    make_page,
    make_translation,
    make_webinar,
)
from tests.queries import Look, in_languages, same_at_one_and_twelve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def more_of_every_kind(number: int) -> None:
    """Every other page of each kind is translated."""
    for place in range(number):
        report = make_full_report(f"Zebra {place}")
        course = make_course(f"Zebra {place}")
        home = HomePage.objects.get(locale__language_code="en")
        pages = [
            report,
            make_collection([report], f"Zebra {place}"),
            course,
            make_webinar(f"Zebra {place}"),
            make_lead(f"Zebra {place}"),
            make_insight([report], f"Zebra {place}"),
            make_page(StandardPage, f"Zebra {place}", parent=home),
        ]
        make_lesson(make_module(course), f"Zebra {place}")
        if place % 2:
            for page in pages:
                make_translation(page)


def test_search_and_site_map() -> None:
    same_at_one_and_twelve(
        more_of_every_kind,
        *in_languages("/en/search/?q=zebra", 6, "<mark>Zebra</mark>", (8, 10)),
        Look("/sitemap-en.xml", 4, "<loc>http://testserver/en/research/reports/zebra-"),
        Look("/sitemap-ar.xml", 4, "<loc>http://testserver/ar/research/reports/zebra-", (0, 5)),
        Look("/sitemap.xml", 2, "<sitemap>", (5, 5)),
    )

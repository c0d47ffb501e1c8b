"""The library asks the database as few things for twelve works as for one."""

import pytest

from research.models import CollectionItem
from tests.factories.pages import make_collection, make_full_report, make_translation
from tests.queries import Look, in_languages, same_at_one_and_twelve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]

REPORT_CARD, COLLECTION_CARD = 'class="card report-card"', 'class="card shelf-card"'


def more_reports(number: int) -> None:
    """Every other one is translated."""
    for place in range(number):
        report = make_full_report(f"Inquiry {place}")
        if place % 2:
            make_translation(report)


def test_the_library_its_search_and_its_feed() -> None:
    same_at_one_and_twelve(
        more_reports,
        *in_languages("/en/research/", 6, REPORT_CARD),
        *in_languages("/en/research/?q=inquiry", 6, REPORT_CARD),
        *in_languages("/feeds/en/reports.atom", 3, "<entry>"),
    )


def test_collections() -> None:
    report = make_full_report()

    def more_collections(number: int) -> None:
        for place in range(number):
            collection = make_collection([report], f"Collection {place}")
            if place % 2:
                make_translation(collection)

    same_at_one_and_twelve(more_collections, *in_languages("/en/research/collections/", 2, COLLECTION_CARD))


def test_a_collection_of_many_reports() -> None:
    collection = make_collection([])
    pages = [collection, make_translation(collection)]

    def more_items(number: int) -> None:
        reports = [make_full_report(f"Inquiry {place}") for place in range(number)]
        make_translation(reports[-1])
        for page in pages:
            page.items = [*page.items.all(), *(CollectionItem(report=report, note="Why") for report in reports)]
            page.save_revision().publish()

    same_at_one_and_twelve(more_items, *(Look(page.url, 7, REPORT_CARD) for page in pages))


def test_a_report_in_many_collections() -> None:
    report = make_full_report()
    pages = [report, make_translation(report)]

    def more_collections(number: int) -> None:
        for place in range(number):
            make_collection([report], f"Collection {place}")

    link = "/research/collections/collection-"
    same_at_one_and_twelve(more_collections, *(Look(page.url, 6, link) for page in pages))

"""By what reports and collections are found, besides their texts."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from camtree.search.documents import Document, Tier, adds, kinds
from camtree.search.facts import add_choice, add_country, add_language, add_terms
from camtree.search.indexing import index_keys
from research.library.choices import ReportKind
from research.library.facts import TERMS
from research.library.models import CollectionItem, CollectionPage, ReportPage

kinds.add(ReportPage, "report")
kinds.add(CollectionPage, "collection")


def _shelves(reports: list[Any]) -> None:
    """Leave with each report titles and languages of the collections that its work stands in."""
    found = CollectionItem.objects.filter(
        collection__live=True, report__translation_key__in={report.translation_key for report in reports}
    )
    titles: dict[Any, set[tuple[str, str]]] = {}
    for work, *title in found.values_list(
        "report__translation_key", "collection__title", "collection__locale__language_code"
    ):
        titles.setdefault(work, set()).add((title[0], title[1]))
    for report in reports:
        report.shelves = sorted(titles.get(report.translation_key, ()))


@adds(ReportPage, "authors", *TERMS, prepare=_shelves)
def _report(report: ReportPage, document: Document) -> None:
    for vocabulary in TERMS:
        add_terms(document, vocabulary, getattr(report, vocabulary).all())
    add_country(document, str(report.country or ""))
    add_language(document, report.original_language)
    add_choice(document, "variety", ReportKind, report.kind)
    document.add(report.conducted, Tier.HEAD)
    document.day = report.published_on
    if report.published_on:
        document.facets["year"] = [f"{report.published_on.year:04d}"]
        document.add(report.published_on.year, Tier.HEAD)
    document.is_withdrawn = report.withdrawn_on is not None
    for author in report.authors.all():
        document.add(author.affiliation, Tier.HEAD)
        document.add(author.orcid, Tier.HEAD)
    for title, language in report.shelves:
        document.add(title, Tier.HEAD, language)


@adds(CollectionPage, "items", "curators")
def _collection(collection: CollectionPage, document: Document) -> None:
    document.day = collection.first_published_at.date() if collection.first_published_at else None
    for curator in collection.curators.all():
        document.add(curator.name, Tier.HEAD)


@receiver([page_published, page_unpublished], sender=CollectionPage)
def _reports_on_its_shelf(sender: Any, instance: CollectionPage, **kwargs: Any) -> None:
    """Reports are found by the titles of the collections they stand in, in all their languages."""
    works = CollectionItem.objects.filter(collection=instance).values("report__translation_key")
    keys = ReportPage.objects.filter(translation_key__in=works).values_list("pk", flat=True)
    index_keys(ReportPage, list(keys))

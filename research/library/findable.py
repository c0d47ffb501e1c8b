"""By what reports and collections are found, besides their texts."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.urls import reverse
from wagtail.models import Locale
from wagtail.signals import page_published, page_unpublished

from camtree.core.pages.doors import is_closed
from camtree.core.pages.works import covered_paths
from camtree.search.analysis.folding import fold
from camtree.search.analysis.words import words_in
from camtree.search.documents import Document, Tier, adds, kinds
from camtree.search.engine import marked
from camtree.search.facts import add_choice, add_country, add_language, add_terms
from camtree.search.indexing import index_keys, readers_changed
from camtree.search.suggestions import Suggestion, people
from research.library.choices import ReportKind
from research.library.facts import TERMS
from research.library.models import CollectionItem, CollectionPage, ReportAuthor, ReportPage
from research.library.names import name_in

kinds.add(ReportPage, "report")
kinds.add(CollectionPage, "collection")


def _shelves(reports: list[Any]) -> None:
    """Leave with each report titles and languages of the public collections that its work stands in, and their keys."""
    found = CollectionItem.objects.filter(
        collection__live=True, report__translation_key__in={report.translation_key for report in reports}
    )
    # Asked anew: what is remembered of private pages may be older than this transaction.
    closed = [path for _pk, path in covered_paths()] if found else []
    shelves: dict[Any, set[tuple[str, str, str]]] = {}
    for work, path, *shelf in found.values_list(
        *("report__translation_key", "collection__path"),
        *("collection__title", "collection__locale__language_code", "collection__translation_key"),
    ):
        if not is_closed(path, closed):
            shelves.setdefault(work, set()).add((shelf[0], shelf[1], str(shelf[2])))
    for report in reports:
        report.shelves = sorted(shelves.get(report.translation_key, ()))


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
    for title, language, work in report.shelves:
        document.add(title, Tier.HEAD, language)
        document.marks.append(_mark_of(work))


@adds(CollectionPage, "items", "curators")
def _collection(collection: CollectionPage, document: Document) -> None:
    document.day = collection.first_published_at.date() if collection.first_published_at else None
    for curator in collection.curators.all():
        document.add(curator.name, Tier.HEAD)


def _mark_of(work: Any) -> str:
    return f"shelf={work}"


def _index_shelves(works: Iterable[Any]) -> None:
    """Index anew the reports that these collections hold, and those that they held."""
    works = set(works)
    now = CollectionItem.objects.filter(collection__translation_key__in=works).values("report__translation_key")
    keys = set(ReportPage.objects.filter(translation_key__in=now).values_list("pk", flat=True))
    for work in works:
        keys.update(marked(_mark_of(work)))
    if keys:
        index_keys(ReportPage, sorted(keys))


@people.marks("authors")
def _authors(keys: list[int], typed: list[str], locale: Locale) -> list[Suggestion]:
    """Authors of these reports with a name of which words begin as each that is typed, in either script."""
    public = ReportPage.objects.live().public().filter(pk__in=keys).order_by().values("pk")
    rows = ReportAuthor.objects.filter(report__in=public).exclude(key="").order_by("report_id", "sort_order")
    found: dict[str, Suggestion] = {}
    for author in rows.only("name", "native_name", "key"):
        parts = [fold(word.written) for word in words_in(f"{author.name} {author.native_name}")]
        if all(any(part.startswith(word) for part in parts) for word in typed):
            name = name_in(author, locale.language_code)
            found.setdefault(author.key, Suggestion(name, reverse("author", args=[author.key]), ""))
    return list(found.values())


@receiver([page_published, page_unpublished], sender=CollectionPage)
def _reports_on_its_shelf(sender: Any, instance: CollectionPage, **kwargs: Any) -> None:
    """Reports are found by the titles of the collections they stand in, in all their languages."""
    _index_shelves([instance.translation_key])


@receiver(post_delete, sender=CollectionPage)
def _reports_that_stood_on_it(sender: Any, instance: CollectionPage, **kwargs: Any) -> None:
    _index_shelves([instance.translation_key])


@receiver(readers_changed)
def _reports_on_closed_shelves(sender: Any, pages: Any, **kwargs: Any) -> None:
    collections = CollectionPage.objects.filter(pk__in=pages.order_by().values("pk"))
    _index_shelves(collections.values_list("translation_key", flat=True))

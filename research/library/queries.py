"""Reads over reports and collections."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, Exists, F, ManyToManyField, OuterRef, Q, QuerySet
from wagtail.models import Locale

from camtree.core.pages.queries import best_of, instead_of, same_works
from camtree.search.queries import in_order, matching_ids
from camtree.vocabularies.queries import term_names
from research.library.facts import FILTERS
from research.library.models import CollectionPage, LibraryPage, ReportIndexPage, ReportPage

PER_PAGE = 12

# A report without a day comes last, whatever a database thinks of nothing.
SORTS: dict[str, tuple[Any, ...]] = {
    "newest": (F("published_on").desc(nulls_last=True), "-pk"),
    "oldest": (F("published_on").asc(nulls_last=True), "pk"),
    "title": ("title", "pk"),
}


def listed(reports: Any) -> Any:
    """Reports with what a card shows, in a fixed number of queries, without their long texts."""
    return reports.with_card_facts().defer(
        "body", "abstract_context", "abstract_aims", "abstract_methods", "abstract_implications"
    )


def in_language(ids: Iterable[int], locale: Locale) -> dict[int, ReportPage]:
    """Live reports by the primary keys given, each in the language that suits a reader of `locale`."""
    ids = set(ids)
    return best_of(listed(ReportPage.objects.public().filter(same_works(ids, locale))), ids, locale) if ids else {}


def collection_context(collection: CollectionPage) -> dict[str, Any]:
    """Items of a collection whose reports a reader may see, each report in the reader's language."""
    items = list(collection.items.all())
    reports = in_language([item.report_id for item in items], collection.locale)
    curators = list(collection.curators.all())
    return {
        "items": [
            {"report": reports[item.report_id], "note": item.note} for item in items if item.report_id in reports
        ],
        "curators": curators,
        "curator_names": [curator.name for curator in curators],
    }


@dataclass(frozen=True)
class FacetValue:
    """One value a reader may filter by."""

    value: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A way to narrow the library."""

    parameter: str
    name: Any
    values: list[FacetValue]

    @property
    def is_chosen(self) -> bool:
        return any(value.is_chosen for value in self.values)


def library_context(page: LibraryPage | ReportIndexPage, query: Mapping[str, str]) -> dict[str, Any]:
    """What the library shows for `q`, `sort`, `page` and the parameters of FILTERS; unknown values find nothing."""
    locale = page.locale
    text = query.get("q", "").strip()[:200]
    chosen = {row.parameter: query.get(row.parameter, "").strip()[:60] for row in FILTERS}
    reports = ReportPage.objects.shown_in(locale)
    if text:
        ids = matching_ids(text, [ReportPage])
        reports = reports.filter(pk__in=ids)
    for row in FILTERS:
        if value := chosen[row.parameter]:
            value = value.upper() if row.parameter == "country" else value
            reports = reports.filter(pk__in=ReportPage.objects.filter(**{row.path: value}).values("pk"))
    facets = _facets(reports, chosen, locale)
    sort = query.get("sort", "")
    if sort in SORTS:
        ordered = reports.order_by(*SORTS[sort])
    elif text:
        sort, ordered = "best", in_order(reports, ids)
    else:
        sort, ordered = "newest", reports.order_by(*SORTS["newest"])
    is_filtered = bool(text or any(chosen.values()))
    return {
        "reports": Paginator(listed(ordered), PER_PAGE).get_page(query.get("page")),
        "facets": facets,
        "chosen": {name: value for name, value in chosen.items() if value},
        "query": text,
        "sort": sort,
        "is_filtered": is_filtered,
        "collections": [] if is_filtered or query.get("page") else collections_shown(locale)[:4],
    }


def _facets(reports: QuerySet[ReportPage], chosen: dict[str, str], locale: Locale) -> list[Facet]:
    """What readers may narrow `reports` by, with counts."""
    names = term_names(locale)
    counted = _facet_counts(reports)
    return [
        Facet(
            row.parameter,
            row.name,
            sorted(
                (
                    FacetValue(value, row.value_name(value, names), count, value.lower() == wanted.lower())
                    for value, count in counted.get(row.parameter, [])
                ),
                key=lambda item: (-item.count, item.name),
            ),
        )
        for row in FILTERS
        for wanted in [chosen[row.parameter]]
    ]


def _facet_counts(reports: QuerySet[ReportPage]) -> dict[str, list[tuple[str, int]]]:
    """Values of every facet and how many of `reports` have them, in one statement that selects the reports once.

    Written by hand: seven query sets over the same selection would each carry its conditions again.
    """
    try:
        selection, parameters = reports.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return {}
    quote = connection.ops.quote_name
    parts = []
    for row in FILTERS:
        field: Any = ReportPage._meta.get_field(row.path.partition("__")[0])
        if isinstance(field, ManyToManyField):
            through: Any = field.remote_field.through
            term: Any = field.related_model
            parts.append(
                f"SELECT '{row.parameter}', term.slug, COUNT(*) FROM {quote(through._meta.db_table)} AS link "
                f"JOIN chosen ON chosen.pk = link.{quote(field.m2m_column_name())} "
                f"JOIN {quote(term._meta.db_table)} AS term ON term.id = link.{quote(field.m2m_reverse_name())} "
                "GROUP BY term.slug"
            )
        else:
            column = quote(field.column)
            parts.append(
                f"SELECT '{row.parameter}', report.{column}, COUNT(*) "
                f"FROM {quote(ReportPage._meta.db_table)} AS report "
                f"JOIN chosen ON chosen.pk = report.page_ptr_id WHERE report.{column} <> '' GROUP BY report.{column}"
            )
    counted: dict[str, list[tuple[str, int]]] = {}
    with connection.cursor() as cursor:
        # Only names of our own tables and columns are put into the text.
        cursor.execute(f"WITH chosen(pk) AS ({selection}) " + " UNION ALL ".join(parts), parameters)
        for parameter, value, count in cursor.fetchall():
            counted.setdefault(parameter, []).append((value, count))
    return counted


def collections_shown(locale: Locale) -> QuerySet[CollectionPage]:
    """Collections a reader of `locale` may see, the newest first, with the number of reports that they find there."""
    readable = (
        ReportPage.objects.live()
        .public()
        .filter(Q(pk=OuterRef("items__report")) | instead_of(OuterRef("items__report__translation_key"), locale))
    )
    return (
        CollectionPage.objects.shown_in(locale)
        .select_related("cover_image")
        .prefetch_related("cover_image__renditions")
        .annotate(number_of_reports=Count("items", filter=Exists(readable.order_by()), distinct=True))
        .order_by("-first_published_at", "-pk")
    )

"""Reads over reports, collections and vocabularies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page

from camtree.core.languages import country_name, language_name
from camtree.core.page_cache import generation
from camtree.core.terms import load_card_facts
from camtree.search.queries import in_order, matching_ids
from research.choices import ReportKind
from research.models import VOCABULARIES, CollectionItem, CollectionPage, LibraryPage, ReportIndexPage, ReportPage

PER_PAGE = 12

# What readers filter by: address parameter, field of the report, name.
FACETS = [
    ("phase", "phases__slug", _("Phase")),
    ("subject", "subjects__slug", _("Subject")),
    ("approach", "approaches__slug", _("Approach")),
    ("theme", "themes__slug", _("Theme")),
    ("country", "country", _("Country")),
    ("language", "original_language", _("Original language")),
    ("kind", "kind", _("Type")),
]
SORTS = {"newest": ("-published_on", "-pk"), "oldest": ("published_on", "pk"), "title": ("title", "pk")}


def term_names(locale: Locale) -> dict[str, dict[str, str]]:
    """Names of all vocabulary terms in a language, by vocabulary and slug; English where there is no translation.

    Kept in the cache until something is published or a term changes: pages show many terms.
    """

    def load() -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = {}
        for vocabulary, model in VOCABULARIES.items():
            rows = model.objects.filter(
                Q(locale__language_code="en") | Q(locale_id=locale.pk)
            ).values_list("slug", "name", "locale_id")
            # The reader's language comes last and wins.
            names[vocabulary] = {slug: name for slug, name, _of in sorted(rows, key=lambda row: row[2] == locale.pk)}
        return names

    return cache.get_or_set(f"terms:{generation()}:{locale.pk}", load, 3600) or {}


def listed(reports: QuerySet[ReportPage]) -> QuerySet[ReportPage]:
    """Reports with what a card shows, in a fixed number of queries, without their long texts."""
    return (
        reports.with_card_facts()
        .defer("body", "abstract_context", "abstract_aims", "abstract_methods", "abstract_implications")
    )


def in_language(ids: Iterable[int], locale: Locale) -> dict[int, ReportPage]:
    """Live reports by the primary keys given, each in `locale` where it has a live translation there."""
    ids = set(ids)
    if not ids:
        return {}
    same_works = Page.objects.filter(pk__in=ids).values("translation_key")
    rows = list(
        listed(
            ReportPage.objects.public().filter(
                Q(pk__in=ids) | Q(translation_key__in=same_works, locale_id=locale.pk, live=True)
            )
        )
    )
    in_locale = {row.translation_key: row for row in rows if row.live and row.locale_id == locale.pk}
    found = {row.pk: in_locale.get(row.translation_key, row) for row in rows if row.pk in ids}
    return {pk: report for pk, report in found.items() if report.live}


def report_context(report: ReportPage) -> dict[str, Any]:
    """The written sections of a report, and the collections that hold it in any of its languages."""
    load_card_facts([report], ["authors", *VOCABULARIES])
    holding = CollectionItem.objects.filter(report__translation_key=report.translation_key).values("collection")
    return {
        "sections": [block.value for block in report.body if block.value["content"]],
        "collections": CollectionPage.objects.shown_in(report.locale)
        .filter(pk__in=holding)
        .defer_streamfields()
        .order_by("title"),
    }


def collection_context(collection: CollectionPage) -> dict[str, Any]:
    """Items of a collection whose reports a reader may see, each report in the reader's language."""
    items = list(collection.items.all())
    reports = in_language([item.report_id for item in items], collection.locale)
    curators = list(collection.curators.all())
    return {
        "items": [{"report": reports[item.report_id], "note": item.note} for item in items if item.report_id in reports],
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
    """What the library shows for `q`, `sort`, `page` and the parameters of FACETS; unknown values simply find nothing."""
    locale = page.locale
    text = query.get("q", "").strip()[:200]
    chosen = {parameter: query.get(parameter, "").strip()[:60] for parameter, _field, _name in FACETS}
    reports = ReportPage.objects.shown_in(locale)
    if text:
        ids = matching_ids(text, [ReportPage])
        reports = reports.filter(pk__in=ids)
    for parameter, field, _name in FACETS:
        if chosen[parameter]:
            value = chosen[parameter].upper() if parameter == "country" else chosen[parameter]
            reports = reports.filter(pk__in=ReportPage.objects.filter(**{field: value}).values("pk"))
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
    """Counts of every facet among `reports`, in one statement."""
    parts = [
        reports.order_by()
        .exclude(**{field: ""})
        .filter(**{f"{field}__isnull": False})
        .annotate(_facet=Value(parameter, output_field=CharField()), _value=Cast(field, CharField()))
        .values("_facet", "_value")
        .annotate(_reports=Count("pk", distinct=True))
        .values_list("_facet", "_value", "_reports")
        for parameter, field, _name in FACETS
    ]
    names = _facet_names(locale)
    counted: dict[str, list[tuple[str, int]]] = {}
    for parameter, value, count in parts[0].union(*parts[1:], all=True):
        counted.setdefault(parameter, []).append((value, count))
    return [
        Facet(
            parameter,
            name,
            sorted(
                (
                    FacetValue(value, names[parameter](value), count, value.lower() == chosen[parameter].lower())
                    for value, count in counted.get(parameter, [])
                ),
                key=lambda item: (-item.count, item.name),
            ),
        )
        for parameter, _field, name in FACETS
    ]


def _facet_names(locale: Locale) -> dict[str, Any]:
    terms = term_names(locale)
    kinds = dict(ReportKind.choices)
    return {
        "phase": lambda slug: terms["phases"].get(slug, slug),
        "subject": lambda slug: terms["subjects"].get(slug, slug),
        "approach": lambda slug: terms["approaches"].get(slug, slug),
        "theme": lambda slug: terms["themes"].get(slug, slug),
        "country": country_name,
        "language": language_name,
        "kind": lambda value: str(kinds.get(value, value)),
    }


def collections_shown(locale: Locale) -> QuerySet[CollectionPage]:
    """Collections a reader of `locale` may see, with the number of their reports, the newest first."""
    return (
        CollectionPage.objects.shown_in(locale)
        .select_related("cover_image")
        .annotate(number_of_reports=Count("items", filter=Q(items__report__live=True), distinct=True))
        .order_by("-first_published_at", "-pk")
    )

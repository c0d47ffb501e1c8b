"""Reads over reports, collections and vocabularies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import Count, F, ManyToManyField, Prefetch, Q, QuerySet, Subquery, Window
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Locale

from camtree.core.generation import recall
from camtree.core.languages import country_name, join, language_name
from camtree.core.later import on_demand
from camtree.core.queries import best_of, same_works
from camtree.core.templatetags.core_tags import number
from camtree.members.models import User
from camtree.search.queries import in_order, matching_ids
from research.choices import Access, ReplicationState, ReportKind
from research.models import (
    VOCABULARIES,
    Attachment,
    CasePupil,
    CollectionItem,
    CollectionPage,
    DoiDeposit,
    Inquiry,
    LibraryPage,
    PartComment,
    Reference,
    Replication,
    ReportIndexPage,
    ReportPage,
    ReportTemplate,
    Withdrawal,
)

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

    Remembered until something is published or a term changes: pages show many terms.
    """

    def load() -> dict[str, dict[str, str]]:
        names: dict[str, dict[str, str]] = {}
        for vocabulary, model in VOCABULARIES.items():
            rows = model.objects.filter(Q(locale__language_code="en") | Q(locale_id=locale.pk)).values_list(
                "slug", "name", "locale_id"
            )
            # The reader's language comes last and wins.
            names[vocabulary] = {slug: name for slug, name, _of in sorted(rows, key=lambda row: row[2] == locale.pk)}
        return names

    return recall(f"terms:{locale.pk}", load)


def listed(reports: Any) -> Any:
    """Reports with what a card shows, in a fixed number of queries, without their long texts."""
    return reports.with_card_facts().defer(
        "body", "abstract_context", "abstract_aims", "abstract_methods", "abstract_implications"
    )


def in_language(ids: Iterable[int], locale: Locale) -> dict[int, ReportPage]:
    """Live reports by the primary keys given, each in the language that suits a reader of `locale`."""
    ids = set(ids)
    return best_of(listed(ReportPage.objects.public().filter(same_works(ids, locale))), ids, locale) if ids else {}


def report_context(report: ReportPage) -> dict[str, Any]:
    """The written sections of a report, and the collections that hold it in any of its languages; made on demand."""
    holding = CollectionItem.objects.filter(report__translation_key=report.translation_key).values("collection")
    return {
        "paper": getattr(report, "paper", None),
        "family": SimpleLazyObject(lambda: family_of(report)),
        "notice": SimpleLazyObject(lambda: notice_of(report) if report.withdrawn_on else None),
        **on_demand(lambda: _standing(report), "versions", "doi"),
        "paper_url": f"{report.url}pdf/",
        "sections": SimpleLazyObject(lambda: [block.value for block in report.body if block.value["content"]]),
        "collections": CollectionPage.objects.shown_in(report.locale)
        .filter(pk__in=holding)
        .defer_streamfields()
        .order_by("title"),
    }


@dataclass(frozen=True)
class Family:
    """Records of those who tried what a report tells: how many of each result, and the latest in full."""

    counts: dict[str, int]
    records: list[Replication]

    @property
    def more(self) -> int:
        return sum(self.counts.values()) - len(self.records)

    @property
    def summary(self) -> str:
        """“Tried again 3 times: 2 better and 1 the same”, in the reader's language."""
        words = {
            "better": ngettext("%(n)s better", "%(n)s better", self.counts.get("better", 0)),
            "same": ngettext("%(n)s the same", "%(n)s the same", self.counts.get("same", 0)),
            "worse": ngettext("%(n)s worse", "%(n)s worse", self.counts.get("worse", 0)),
        }
        parts = [words[key] % {"n": number(self.counts[key])} for key in words if self.counts.get(key)]
        total = sum(self.counts.values())
        line = ngettext("Tried again %(n)s time: %(results)s.", "Tried again %(n)s times: %(results)s.", total)
        return line % {"n": number(total), "results": join(parts)}


# So many records are shown in full.
FAMILY_SHOWN = 30


def family_of(report: ReportPage) -> Family:
    """Who tried it too, in one query."""
    rows: list[Any] = list(
        Replication.objects.of_work(report)
        .published()
        .annotate(phase_slug=F("phase__slug"), phase_plain=F("phase__name"))
        .annotate(of_result=Window(Count("pk"), partition_by=F("result")))
        .defer("answer")[:FAMILY_SHOWN]
    )
    names = term_names(report.locale).get("phases", {}) if rows else {}
    for row in rows:
        row.phase_name = names.get(row.phase_slug, row.phase_plain or "")
    counts = {row.result: row.of_result for row in rows}
    if len(rows) == FAMILY_SHOWN:  # a result may be among those that are not shown
        grouped = Replication.objects.of_work(report).filter(state=ReplicationState.PUBLISHED).order_by()
        counts = dict(grouped.values_list("result").annotate(Count("pk")))
    return Family(counts, rows)


def _standing(report: ReportPage) -> dict[str, Any]:
    """The versions of a report and its DOI, in one query where it has a version."""
    registered = DoiDeposit.objects.filter(work=report.translation_key, registered_at__isnull=False)
    versions = list(report.versions.defer("content").annotate(doi=Subquery(registered.values("doi")[:1])))
    if not versions:
        return {"versions": [], "doi": doi_link(report)}
    return {"versions": versions, "doi": DoiDeposit(doi=versions[0].doi).link if versions[0].doi else ""}


def doi_link(report: ReportPage) -> str:
    """The DOI of a report as an address, once it is registered; "" before that."""
    deposit = DoiDeposit.objects.filter(work=report.translation_key, registered_at__isnull=False).first()
    return deposit.link if deposit else ""


def notice_of(report: ReportPage) -> Withdrawal | None:
    """What readers are told of a report that is withdrawn."""
    return Withdrawal.objects.notices().filter(work=report.translation_key).first()


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
    """What the library shows for `q`, `sort`, `page` and the parameters of FACETS; unknown values find nothing."""
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
    """What readers may narrow `reports` by, with counts."""
    names = _facet_names(locale)
    counted = _facet_counts(reports)
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
    for parameter, path, _name in FACETS:
        field: Any = ReportPage._meta.get_field(path.partition("__")[0])
        if isinstance(field, ManyToManyField):
            through: Any = field.remote_field.through
            term: Any = field.related_model
            parts.append(
                f"SELECT '{parameter}', term.slug, COUNT(*) FROM {quote(through._meta.db_table)} AS link "
                f"JOIN chosen ON chosen.pk = link.{quote(field.m2m_column_name())} "
                f"JOIN {quote(term._meta.db_table)} AS term ON term.id = link.{quote(field.m2m_reverse_name())} "
                "GROUP BY term.slug"
            )
        else:
            column = quote(field.column)
            parts.append(
                f"SELECT '{parameter}', report.{column}, COUNT(*) FROM {quote(ReportPage._meta.db_table)} AS report "
                f"JOIN chosen ON chosen.pk = report.page_ptr_id WHERE report.{column} <> '' GROUP BY report.{column}"
            )
    counted: dict[str, list[tuple[str, int]]] = {}
    with connection.cursor() as cursor:
        # Only names of our own tables and columns are put into the text.
        cursor.execute(f"WITH chosen(pk) AS ({selection}) " + " UNION ALL ".join(parts), parameters)
        for parameter, value, count in cursor.fetchall():
            counted.setdefault(parameter, []).append((value, count))
    return counted


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
        .prefetch_related("cover_image__renditions")
        .annotate(number_of_reports=Count("items", filter=Q(items__report__live=True), distinct=True))
        .order_by("-first_published_at", "-pk")
    )


def templates_offered(locale: Locale) -> list[ReportTemplate]:
    """The templates teachers can begin with: in the reader's language, else in English."""
    live = ReportTemplate.objects.filter(live=True).select_related("locale", "live_revision")
    both = live.filter(Q(locale=locale) | Q(locale__language_code="en"))
    best = {template.slug: template for template in sorted(both, key=lambda template: template.locale_id == locale.pk)}
    return sorted(best.values(), key=lambda template: template.position)


def attachments_of(inquiry: Inquiry) -> QuerySet[Attachment]:
    """The files of a draft in their order. Who reads blindly is shown `shown_name`, never `original_name`."""
    return Attachment.objects.filter(inquiry=inquiry).order_by("number")


def references_of(inquiry: Inquiry) -> QuerySet[Reference]:
    """The references of a draft, sorted by author."""
    return Reference.objects.filter(inquiry=inquiry)


def of_own_drafts(model: Any, member: User) -> QuerySet[Any]:
    """Rows of a model that belong to drafts of which a member is the owner."""
    rows: QuerySet[Any] = model.objects.filter(inquiry__people__user=member, inquiry__people__access=Access.OWNER)
    return rows


def threads_of(inquiry: Inquiry) -> dict[str, list[PartComment]]:
    """Comments on a draft by the name of their part, each with its answers: open ones first, in two queries."""
    rows = PartComment.objects.on(inquiry).filter(parent=None).select_related("author", "resolved_by", "part")
    answers = PartComment.objects.select_related("author")
    threads: dict[str, list[PartComment]] = {}
    for row in rows.prefetch_related(Prefetch("answers", answers)):
        threads.setdefault(row.part.name, []).append(row)
    return {name: sorted(found, key=lambda row: row.resolved_at is not None) for name, found in threads.items()}


def pupils_of(inquiry: Inquiry) -> QuerySet[CasePupil]:
    """The case pupils of a draft in their order."""
    return CasePupil.objects.filter(inquiry=inquiry)

"""What the library knows of an author: only what stands on public reports (docs/decisions/0022)."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Min, Q
from wagtail.models import Locale

from research.library.models import CollectionItem, CollectionPage, ReportAuthor, ReportPage
from research.library.names import key_of_name

PER_PAGE = 24
# So many names, workplaces, collections and namesakes are told.
MOST = 12


@dataclass(frozen=True)
class Namesake:
    """An author page of the same name: another person, or the same one, who gave an ORCID iD on some works alone."""

    key: str
    orcid: str


@dataclass(frozen=True)
class Meant:
    """An author whom an old address may mean."""

    key: str
    name: str


def author_context(key: str, locale: Locale, number: str | None) -> dict[str, Any] | None:
    """Names, workplaces, one page of works and the collections of an author, for a reader of `locale`; None where no
    public report carries this key."""
    signed = ReportAuthor.objects.filter(key=key).order_by()
    works = ReportPage.objects.shown_in(locale).filter(pk__in=signed.values("report"))
    rows = signed.filter(report__in=works.values("pk"))
    said = list(
        rows.values("name", "native_name", "affiliation", "orcid")
        .annotate(times=Count("pk"))
        .order_by("-times", "name", "affiliation")
    )
    if not said:
        return None
    names = _each(said, "name")
    return {
        "name": names[0],
        "other_names": names[1:],
        "native_names": _each(said, "native_name"),
        "affiliations": _each(said, "affiliation"),
        "orcid": said[0]["orcid"],
        "namesakes": _namesakes(key, names, locale),
        "works": Paginator(_listed(works), PER_PAGE).get_page(number),
        "collections": _collections(works, locale),
        "is_view": True,
    }


def authors_meant(key: str, locale: Locale) -> list[Meant]:
    """Whom an address means that is no author's: those whose key it is without its marks, or with capitals and signs.
    One query."""
    public = ReportPage.objects.shown_in(locale).order_by().values("pk")
    rows = ReportAuthor.objects.filter(Q(bare_key=key) | Q(key=key_of_name(key)), report__in=public).exclude(key="")
    return [Meant(*row) for row in rows.order_by("key").values_list("key").annotate(Min("name"))[:MOST]]


def _each(rows: Any, name: str) -> list[str]:
    return list(dict.fromkeys(row[name] for row in rows if row[name]))[:MOST]


def _listed(works: Any) -> Any:
    ordered = works.order_by(F("published_on").desc(nulls_last=True), "-pk")
    return ordered.with_card_facts().defer_streamfields()


def _namesakes(key: str, names: list[str], locale: Locale) -> list[Namesake]:
    public = ReportPage.objects.shown_in(locale).values("pk")
    rows = ReportAuthor.objects.filter(Q(name__in=names) & ~Q(key=key) & ~Q(key=""), report__in=public)
    return [Namesake(*row) for row in rows.order_by("key").values_list("key", "orcid").distinct()[:MOST]]


def _collections(works: Any, locale: Locale) -> list[CollectionPage]:
    items = CollectionItem.objects.filter(report__translation_key__in=works.order_by().values("translation_key"))
    shown = CollectionPage.objects.shown_in(locale).filter(pk__in=items.values("collection"))
    return list(shown.defer_streamfields().order_by("title", "pk")[:MOST])

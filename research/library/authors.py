"""What the library knows of an author: only what stands on public reports (docs/decisions/0022)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, F, Min, Q
from wagtail.models import Locale, Page

from camtree.core.registries import Registry
from research.library.models import CollectionItem, CollectionPage, ReportAuthor, ReportPage
from research.library.names import is_in_script_of, key_of_name

# A page of a person, found by ORCID iD and never by name: a section above says how when it starts.
Finder = Callable[[str, Locale], Page | None]
_finders: Registry[str, Finder] = Registry()

PER_PAGE = 24
# So many names, workplaces, collections and namesakes are told.
MOST = 12


def register_profiles(find: Finder) -> None:
    """Declare, once, how the page of a person is found."""
    _finders.add("profiles", find)


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
    names, native = _each(said, "name"), _each(said, "native_name")
    own = next((name for name in native if is_in_script_of(name, locale.language_code)), "")
    return {
        "name": own or names[0],
        "beside": [names[0]] if own else native,
        "other_names": [*names[1:], *(other for other in native if own and other != own)],
        "profile": profile_of(said[0]["orcid"], locale),
        "affiliations": _each(said, "affiliation"),
        "orcid": said[0]["orcid"],
        "namesakes": _namesakes(key, names, locale),
        "works": Paginator(_listed(works), PER_PAGE).get_page(number),
        "collections": _collections(works, locale),
        "is_view": True,
    }


def profile_of(orcid: str, locale: Locale) -> Any:
    """The page on which the person with this ORCID iD tells of themselves; None where there is none."""
    find = _finders.get("profiles") if orcid else None
    return find(orcid, locale) if find else None


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

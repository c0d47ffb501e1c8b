"""A work is a page in all its languages: the pages of one translation key, and copies that mirror one of them.

Privacy covers the work, whichever of its languages it was set on (`covered_paths`). What takes a work from readers or
brings it back, locks it or moves it begins at one page; `pages/actions.py` takes the other languages along.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import Page, PageViewRestriction, Revision, Site

from camtree.core.pages.listed import ask_together


class Languages(StrEnum):
    """What an action takes along. Without a choice, the original takes its translations, a translation nothing."""

    ALL = "all"
    ONE = "one"


_chosen: ContextVar[Languages | None] = ContextVar("languages", default=None)


@contextmanager
def acting_on(languages: Languages | None) -> Iterator[None]:
    """What happens to a page in this block happens to these languages of its work."""
    token = _chosen.set(languages)
    try:
        yield
    finally:
        _chosen.reset(token)


def takes_others_along(page: Page) -> bool:
    """Whether what happens to this page happens to its other languages too."""
    chosen = _chosen.get()
    return is_original(page) if chosen is None else chosen == Languages.ALL


# ---------------------------------------------------------------- which pages


def other_languages(page: Page) -> Any:
    """The other pages of a work, the oldest first."""
    return (
        Page.objects.filter(translation_key=page.translation_key)
        .exclude(pk=page.pk)
        .exclude(depth__lte=1)
        .select_related("locale")
        .order_by("pk")
    )


class LanguageRow(NamedTuple):
    """What a list asks of each language of a work."""

    pk: int
    locale: int
    is_mirror: bool
    is_locked: bool


def languages_of(pages: Sequence[Page]) -> dict[UUID, list[LanguageRow]]:
    """The languages of the works of some pages, the oldest first; for `ask_together`."""
    rows = Page.objects.filter(translation_key__in={page.translation_key for page in pages}, depth__gt=1).order_by("pk")
    found: dict[UUID, list[LanguageRow]] = {}
    for work, pk, locale, mirrored, locked in rows.values_list(
        "translation_key", "pk", "locale_id", "alias_of_id", "locked"
    ):
        found.setdefault(work, []).append(LanguageRow(pk, locale, mirrored is not None, locked))
    return found


def locked_elsewhere(page: Page) -> Page | None:
    """Another page of the work that is locked; the oldest, if there are several."""
    rows = ask_together(page, languages_of).get(page.translation_key, ())
    locked = next((row.pk for row in rows if row.is_locked and row.pk != page.pk), None)
    return None if locked is None else Page.objects.select_related("locale").filter(pk=locked).first()


def is_original(page: Page) -> bool:
    """Whether it is the page that the others of its work were translated from: the oldest that mirrors none."""
    older = Page.objects.filter(translation_key=page.translation_key, pk__lt=page.pk, alias_of=None)
    return page.alias_of_id is None and not older.exists()


def original_of(page: Page) -> Page | None:
    """The page that this one was translated from; None where it is the original itself."""
    first = Page.objects.filter(translation_key=page.translation_key, alias_of=None).order_by("pk").first()
    return first if first is not None and first.pk != page.pk else None


def held_back_until(page: Page) -> datetime | None:
    """When the original of a translation goes live, where it waits for a day to come or its draft names one; else
    None."""
    original = original_of(page)
    if original is None or original.live:
        return None
    revisions = Revision.objects.for_instance(original)
    waiting = revisions.filter(approved_go_live_at__gt=timezone.now())
    day: datetime | None = waiting.values_list("approved_go_live_at", flat=True).first()
    if day is None and original.latest_revision_id:
        said = revisions.filter(pk=original.latest_revision_id).values_list("content__go_live_at", flat=True).first()
        day = parse_datetime(said) if said else None
    return day if day is not None and day > timezone.now() else None


def is_taken_elsewhere(slug: str, parent: Page, page: Page | None) -> bool:
    """Whether another work stands in another language where this page would: readers of a third one, for whom both are
    shown at one address, could not find both. A page that stands there already may stay."""
    roots = [root for root in Site.get_site_root_paths() if parent.url_path.startswith(root.root_path)]
    if not roots:
        return False
    own = max(roots, key=lambda root: len(root.root_path))
    place = f"{parent.url_path.removeprefix(own.root_path)}{slug}/"
    elsewhere = [
        f"{root.root_path}{place}"
        for root in Site.get_site_root_paths()
        if root.site_id == own.site_id and root.root_path != own.root_path
    ]
    others = Page.objects.filter(url_path__in=elsewhere)
    if page is not None:
        others = others.exclude(translation_key=page.translation_key)
    if not others.exists():
        return False
    stays = page is not None and Page.objects.filter(pk=page.pk, url_path=f"{parent.url_path}{slug}/").exists()
    return not stays


# ---------------------------------------------------------------- what is private


def covered_paths() -> list[tuple[int, str]]:
    """Every view restriction with the tree paths it covers.

    It covers its page and all below it, and whatever is a translation or a mirror of one of those, wherever that
    stands in the tree. Where several languages of a work hold the same restriction, as wagtail-localize copies it,
    they count as one: nobody is asked for one password twice.
    """
    rows = list(
        PageViewRestriction.objects.order_by("pk").values_list(
            "pk", "restriction_type", "password", "page__translation_key", "page__path"
        )
    )
    if not rows:
        return []
    groups: dict[int, set[int]] = {}
    through = PageViewRestriction.groups.through.objects
    for restriction, group in through.values_list("pageviewrestriction_id", "group_id"):
        groups.setdefault(restriction, set()).add(group)
    known: dict[tuple[Any, ...], int] = {}
    paths: dict[int, list[str]] = {}
    for pk, kind, password, work, path in rows:
        first = known.setdefault((work, kind, password, frozenset(groups.get(pk, ()))), pk)
        paths.setdefault(first, []).append(path)
    return [(pk, path) for pk, begun in paths.items() for path in _with_other_languages(begun)]


def paths_of_work(page: Page) -> list[str]:
    """The tree paths at which a work stands, in all its languages and with all below it."""
    return _with_other_languages([page.path])


def _with_other_languages(paths: Iterable[str]) -> list[str]:
    """These paths, and those at which another page of a work below them stands."""
    covered = _topmost(paths)
    while True:
        inside = Page.objects.filter(below(covered)).order_by()
        outside = Page.objects.exclude(below(covered)).order_by().values_list("path", flat=True)
        # Two questions, each with an index of its own: asked with "or", the whole tree would be read.
        translations = outside.filter(translation_key__in=inside.values("translation_key"))
        more = list(translations.union(outside.filter(alias_of__in=inside.values("pk"))))
        if not more:
            return covered
        covered = _topmost([*covered, *more])


def _topmost(paths: Iterable[str]) -> list[str]:
    """The paths without those that lie below another of them."""
    found: list[str] = []
    for path in sorted(set(paths)):
        if not (found and path.startswith(found[-1])):
            found.append(path)
    return found


def below(paths: Iterable[str]) -> Q:
    """The pages at these paths and below them."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return condition


def hidden_now() -> Q:
    """The pages that are private as this transaction has it, which others and what is remembered do not know yet."""
    return below(path for _pk, path in covered_paths())

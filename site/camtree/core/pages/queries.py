"""Reads over pages of any type."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from wagtail.models import Locale, Page

from camtree.core.pages.card_facts import load_card_facts
from camtree.core.pages.doors import paths_closed_to
from camtree.core.pages.models import BasePageQuerySet
from camtree.core.pages.works import below
from camtree.core.words.locales import active_locale, locales


def chosen_ids(stream: Any) -> list[int]:
    """Primary keys of the pages chosen in a StreamField of page choosers, without loading the pages."""
    return [child["value"] for child in stream.raw_data if child.get("value")] if stream else []


def same_works(ids: Iterable[int], locale: Locale) -> Q:
    """The pages `ids` and what a reader of `locale` might read instead of them: a live translation, or the English."""
    ids = list(ids)
    works = Page.objects.filter(pk__in=ids).values("translation_key")
    return Q(pk__in=ids) | Q(translation_key__in=works, locale_id__in=_preferred(locale), live=True)


def instead_of(work: Any, locale: Locale) -> Q:
    """What a reader of `locale` gets for one work: its translation into that language, or the English page."""
    return Q(translation_key=work, locale_id__in=_preferred(locale))


def best_of(rows: Iterable[Any], ids: Iterable[int], locale: Locale) -> dict[int, Any]:
    """What to show for each of `ids` out of `rows`: the page in `locale`, else in English, else itself; live only."""
    preferred = _preferred(locale)
    by_id, translations = {}, {}
    for row in rows:
        by_id[row.pk] = row
        if row.live and row.locale_id in preferred:
            translations[(row.translation_key, row.locale_id)] = row
    best = {}
    for pk in ids:
        own = by_id.get(pk)
        if own is not None:
            choices = [translations.get((own.translation_key, place)) for place in preferred]
            best[pk] = next((row for row in [*choices, own] if row is not None and row.live), None)
    return {pk: row for pk, row in best.items() if row is not None}


def _preferred(locale: Locale) -> list[int]:
    """Primary keys of the reader's locale and of the English one, in this order."""
    return [locale.pk, *(pk for pk, row in locales().items() if row.language_code == settings.LANGUAGE_CODE)]


def for_cards(ids: Iterable[int], locale: Locale, *, brief: bool = False) -> list[Any]:
    """The pages as cards show them, each in the language that suits a reader of `locale`; the order of `ids` is kept.

    `brief` cards show cover, title and introduction only. One query for the pages, one for each of their types, one
    for what the cards of a type show besides.
    """
    ids = list(ids)
    if not ids:
        return []
    rows = BasePageQuerySet(Page).public().filter(same_works(ids, locale))
    shown = best_of(rows.select_related("locale").defer_streamfields().specific(), ids, locale)
    by_type: dict[type[Page], list[Page]] = {}
    for page in {page.pk: page for page in shown.values()}.values():
        by_type.setdefault(type(page), []).append(page)
    for model, group in by_type.items():
        names = getattr(model, "card_prefetch", ())
        load_card_facts(group, [name for name in names if name == "approaches" or not brief])
    return [shown[pk] for pk in ids if pk in shown]


def read_at(pages: QuerySet[Any], slug: str) -> Any:
    """Of `pages`, the one that a reader of the present language finds under a slug; None where there is none.

    It is theirs that is called so; else the work that is called so in another language, in theirs where it is there.
    """
    locale = active_locale()
    named = list(pages.filter(slug=slug).select_related("locale").order_by("pk"))
    own = next((page for page in named if page.locale_id == locale.pk), None)
    if own is not None or not named:
        return own
    english = [page for page in named if page.locale.language_code == settings.LANGUAGE_CODE]
    work = (english or named)[0]
    there = pages.filter(translation_key=work.translation_key, locale=locale).select_related("locale")
    return there.first() or work


def shown_to(request: Any, model: type[Page] = Page) -> BasePageQuerySet:
    """Live pages that are public, and private ones that let this visitor in: with a password, a sign-in or a group."""
    paths = paths_closed_to(request)
    pages = BasePageQuerySet(model).live()
    return pages.exclude(below(paths)) if paths else pages

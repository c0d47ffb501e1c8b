"""Reads over pages of any type."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from wagtail.models import Locale, Page

from camtree.core.models import BasePageQuerySet
from camtree.core.terms import load_card_facts


def chosen_ids(stream: Any) -> list[int]:
    """Primary keys of the pages chosen in a StreamField of page choosers, without loading the pages."""
    return [child["value"] for child in stream.raw_data if child.get("value")] if stream else []


def for_cards(ids: Iterable[int], locale: Locale, *, brief: bool = False) -> list[Any]:
    """The pages as cards show them, each in `locale` where it has a live translation there; the order of `ids` is kept.

    `brief` cards show cover, title and introduction only. One query for the pages, one for each of their types, one for what the cards of a type show besides.
    """
    ids = list(ids)
    if not ids:
        return []
    same_works = Page.objects.filter(pk__in=ids).values("translation_key")
    rows = list(
        BasePageQuerySet(Page)
        .public()
        .filter(Q(pk__in=ids) | Q(translation_key__in=same_works, locale_id=locale.pk, live=True))
        .select_related("locale")
        .defer_streamfields()
        .specific()
    )
    by_type: dict[type[Page], list[Page]] = {}
    for row in rows:
        by_type.setdefault(type(row), []).append(row)
    for model, group in by_type.items():
        names = getattr(model, "card_prefetch", ())
        load_card_facts(group, [name for name in names if name == "approaches" or not brief])
    by_id = {row.pk: row for row in rows}
    in_locale = {row.translation_key: row for row in rows if row.live and row.locale_id == locale.pk}
    found = [in_locale.get(by_id[pk].translation_key, by_id[pk]) for pk in ids if pk in by_id]
    return [page for page in found if page.live]

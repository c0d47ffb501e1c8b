"""Reads over pages of any type."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, prefetch_related_objects
from wagtail.models import Locale, Page


def for_cards(pages: Iterable[Page | None], locale: Locale) -> list[Any]:
    """Each live page as a card shows it, in `locale` where it has a live translation there; the order is kept.

    One query for the pages, one for each of their types, one for what the cards of a type show besides.
    """
    wanted = [page for page in pages if page is not None]
    if not wanted:
        return []
    rows = (
        Page.objects.live()
        .public()
        .filter(
            Q(pk__in=[page.pk for page in wanted])
            | Q(translation_key__in=[page.translation_key for page in wanted], locale_id=locale.pk)
        )
        .select_related("locale")
        .defer_streamfields()
        .specific()
    )
    found = list(rows)
    by_type: dict[type[Page], list[Page]] = {}
    for row in found:
        by_type.setdefault(type(row), []).append(row)
    for model, group in by_type.items():
        prefetch_related_objects(group, *getattr(model, "card_prefetch", ()))
    in_locale = {row.translation_key: row for row in found if row.locale_id == locale.pk}
    by_pk = {row.pk: row for row in found}
    chosen = [in_locale.get(page.translation_key) or by_pk.get(page.pk) for page in wanted]
    return [page for page in chosen if page is not None]

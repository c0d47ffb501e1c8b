"""Which page of a work the readers of each language are shown, kept with the entries of the index.

The rule is `BasePageQuerySet.shown_in`; here it is worked out for all languages at once whenever a work changes, so
that a search need not ask it of every hit.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from wagtail.models import Locale, Page

from camtree.core.pages.doors import is_closed
from camtree.core.pages.works import covered_paths


def readers_of(keys: Iterable[UUID]) -> dict[int, int]:
    """For each page of these works: a bit for each locale (1 << primary key) whose readers are shown it."""
    rows = Page.objects.filter(translation_key__in=list(keys), depth__gt=1).order_by("pk")
    works: dict[Any, list[tuple[int, int, str]]] = defaultdict(list)
    readers: dict[int, int] = {}
    for pk, key, locale_id, live, path in rows.values_list("pk", "translation_key", "locale_id", "live", "path"):
        readers[pk] = 0
        if live:
            works[key].append((pk, locale_id, path))
    closed = [path for _pk, path in covered_paths()]
    # Read anew: what is remembered of them may be older than this transaction.
    known = dict(Locale.objects.values_list("language_code", "pk"))
    default = known.get(settings.LANGUAGE_CODE, 0)
    for pages in works.values():
        by_locale: dict[int, tuple[int, int, str]] = {}
        for page in pages:
            by_locale.setdefault(page[1], page)
        otherwise = by_locale.get(default, pages[0])
        for locale_id in known.values():
            pk, _locale, path = by_locale.get(locale_id, otherwise)
            if not is_closed(path, closed):
                readers[pk] |= 1 << locale_id
    return readers

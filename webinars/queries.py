"""Reads over webinars."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from wagtail.models import Locale

from camtree.search.analysis.questions import LONGEST_QUESTION
from camtree.search.queries import find
from camtree.vocabularies.queries import term_names
from webinars.models import WebinarPage, WebinarQuerySet, WebinarSeries

PER_PAGE = 12
FURTHEST = 100_000


def programme(locale: Locale, query: Mapping[str, str]) -> dict[str, Any]:
    """What the webinar index shows: what comes next, one page of recordings, and the filters.

    `show` is `upcoming` or `recordings`; `theme` and `series` narrow both. Of what is to come the next stand there, and
    all on pages of their own. With words in `q` it shows instead what says them, and at which minute.
    """
    if words := query.get("q", "").strip()[:LONGEST_QUESTION]:
        return {"query": words, **found(words, locale, query.get("page", ""))}
    everything = WebinarPage.objects.shown_in(locale)
    webinars = everything.with_card_facts()
    theme, series, show = query.get("theme", ""), query.get("series", "")[:12], query.get("show", "")
    if theme:
        webinars = webinars.filter(themes__slug=theme)
    if series.isdecimal():
        in_any_language = WebinarSeries.objects.filter(pk=int(series)).values("translation_key")
        webinars = webinars.filter(series__translation_key__in=in_any_language)
    now = timezone.now()
    upcoming = webinars.upcoming(now) if show != "recordings" else WebinarPage.objects.none()
    past = webinars.past(now) if show != "upcoming" else WebinarPage.objects.none()
    number = query.get("page")
    return {
        "upcoming": Paginator(upcoming, PER_PAGE).get_page(number if show == "upcoming" else 1),
        "recordings": Paginator(past, PER_PAGE).get_page(number),
        "themes": sorted(term_names(locale)["themes"].items(), key=lambda item: item[1]),
        "series": series_of(everything, locale),
        "chosen": {"theme": theme, "series": series, "show": show},
        "is_filtered": bool(theme or series or show),
    }


def found(words: str, locale: Locale, page: str) -> dict[str, Any]:
    """Webinars that say these words, on their page or in their recording, one page of them."""
    number = min(int(page), FURTHEST) if page.isascii() and page.isdecimal() and len(page) < 9 else 1
    results = find(words, locale, "webinar", (max(number, 1) - 1) * PER_PAGE, PER_PAGE)
    return {"results": results, "page_of_hits": Paginator(range(results.total), PER_PAGE).get_page(number)}


def series_of(webinars: WebinarQuerySet, locale: Locale) -> list[tuple[str, str]]:
    """The series that `webinars` belong to, by name: primary key, and name in the reader's language, else in English,
    else in the one it was written in."""
    used = WebinarSeries.objects.filter(pk__in=webinars.values("series")).values("translation_key")
    rows = WebinarSeries.objects.filter(translation_key__in=used).select_related("locale")
    # What suits the reader best comes last and wins.
    suits = sorted(rows, key=lambda row: (row.locale_id == locale.pk, row.locale.language_code == "en", -row.pk))
    best = {row.translation_key: row for row in suits}
    return sorted(((str(row.pk), row.name) for row in best.values()), key=lambda item: item[1])


def next_webinar(locale: Locale) -> WebinarPage | None:
    """The next webinar a reader of `locale` can take part in."""
    return WebinarPage.objects.shown_in(locale).upcoming().with_card_facts().first()

"""Reads over webinars."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone
from wagtail.models import Locale

from webinars.models import WebinarPage

PER_PAGE = 12


def programme(locale: Locale, query: Mapping[str, str]) -> dict[str, Any]:
    """What the webinar index shows: everything to come, one page of recordings, and the filters.

    `q` keeps titles that contain it, `show` is `upcoming` or `recordings`, `theme` and `series` narrow both.
    """
    from research.queries import term_names

    webinars = WebinarPage.objects.shown_in(locale).select_related("series").with_card_facts()
    theme, series, show = query.get("theme", ""), query.get("series", ""), query.get("show", "")
    if theme:
        webinars = webinars.filter(themes__slug=theme)
    if series.isdigit():
        webinars = webinars.filter(series_id=int(series))
    now = timezone.now()
    upcoming = webinars.upcoming(now) if show != "recordings" else WebinarPage.objects.none()
    past = webinars.past(now) if show != "upcoming" else WebinarPage.objects.none()
    return {
        "upcoming": upcoming,
        "recordings": Paginator(past, PER_PAGE).get_page(query.get("page")),
        "themes": sorted(term_names(locale)["themes"].items(), key=lambda item: item[1]),
        "chosen": {"theme": theme, "series": series, "show": show},
        "is_filtered": bool(theme or series or show),
    }


def next_webinar(locale: Locale) -> WebinarPage | None:
    """The next webinar a reader of `locale` can take part in."""
    return WebinarPage.objects.shown_in(locale).upcoming().with_card_facts().first()

"""What the front page shows."""

from typing import Any

from django.core.cache import cache
from django.db.models import Count
from wagtail.models import Locale

from camtree.core.page_cache import generation
from home.models import HomePage
from leads.models import LeadProfilePage
from learning.models import CoursePage
from research.models import ReportPage
from research.queries import in_language, listed
from webinars.queries import next_webinar

NEWEST = 3


def front_page(home: HomePage) -> dict[str, Any]:
    """Everything on the front page: featured pages in the reader's language, newest reports, next webinar, numbers."""
    locale = home.locale
    collections = in_language(_chosen(home.featured_collections), locale)
    reports = in_language(_chosen(home.featured_reports), locale)
    shown = {report.translation_key for report in reports}
    newest = listed(
        ReportPage.objects.shown_in(locale).exclude(translation_key__in=shown).order_by("-published_on", "-pk")
    )[: max(NEWEST, 4 - len(reports))]
    lead_collection = collections[0] if collections else None
    return {
        "lead_collection": lead_collection,
        "lead_items": list(lead_collection.items.select_related("report")[:8]) if lead_collection else [],
        "collections": collections[1:],
        "featured_reports": reports,
        "newest_reports": newest,
        "courses": in_language(_chosen(home.featured_courses), locale),
        "leads": in_language(_chosen(home.featured_leads), locale),
        "webinar": next_webinar(locale),
        "numbers": numbers(locale),
    }


def _chosen(stream: Any) -> list[Any]:
    return [block.value.specific for block in stream if block.value]


def numbers(locale: Locale) -> dict[str, int]:
    """How many works there are: reports, the countries and languages they come from, courses, licensed leads.

    Counted, kept in the cache until something is published.
    """

    def count() -> dict[str, int]:
        reports = ReportPage.objects.shown_in(locale).order_by()
        totals = reports.aggregate(
            reports=Count("pk"), countries=Count("country", distinct=True), languages=Count("original_language", distinct=True)
        )
        return totals | {
            "courses": CoursePage.objects.shown_in(locale).count(),
            "leads": LeadProfilePage.objects.shown_in(locale).count(),
        }

    return cache.get_or_set(f"numbers:{generation()}:{locale.pk}", count, 3600) or {}

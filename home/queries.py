"""What the front page shows."""

from typing import Any

from django.db.models import Count
from django.utils.functional import SimpleLazyObject
from wagtail.models import Locale, Page

from camtree.core.caching.generation import recall
from camtree.core.pages.on_demand import on_demand
from camtree.core.pages.queries import chosen_ids, for_cards
from camtree.core.words.locales import active_locale
from home.models import HomePage
from leads.models import LeadProfilePage
from learning.models import CoursePage
from research.library.queries import SORTS
from research.models import CollectionPage, ReportPage
from webinars.queries import next_webinar

NEWEST = 4


def front_page(home: HomePage) -> dict[str, Any]:
    """Everything on the front page, made when the template asks for it: most often it has kept the page."""
    return {
        **on_demand(
            lambda: _front_page(home),
            *("lead_collection", "lead_note", "collections", "featured_reports", "newest_reports", "courses", "leads"),
        ),
        "webinar": SimpleLazyObject(lambda: next_webinar(active_locale())),
        "numbers": SimpleLazyObject(lambda: numbers(active_locale())),
    }


def _front_page(home: HomePage) -> dict[str, Any]:
    """Featured pages in the reader's language, and the newest reports."""
    locale = active_locale()
    streams = (home.featured_collections, home.featured_reports, home.featured_courses, home.featured_leads)
    chosen = [pk for stream in streams for pk in chosen_ids(stream)]
    newest = (
        ReportPage.objects.shown_in(locale)
        .exclude(translation_key__in=Page.objects.filter(pk__in=chosen).values("translation_key"))
        .order_by(*SORTS["newest"])
        .values_list("pk", flat=True)[:NEWEST]
    )
    newest_ids = list(newest)
    cards = for_cards([*chosen, *newest_ids], locale)
    collections = [card for card in cards if isinstance(card, CollectionPage)]
    reports = [card for card in cards if isinstance(card, ReportPage)]
    return {
        "lead_collection": collections[0] if collections else None,
        "lead_note": curators_note(collections[0]) if collections else None,
        "collections": collections[1:],
        "featured_reports": [report for report in reports if report.pk not in newest_ids],
        "newest_reports": [report for report in reports if report.pk in newest_ids],
        "courses": [card for card in cards if isinstance(card, CoursePage)],
        "leads": [card for card in cards if isinstance(card, LeadProfilePage)],
    }


def curators_note(collection: CollectionPage) -> dict[str, Any]:
    """The first note of a collection's curators, their names, and how many reports they chose."""
    notes = [item.note for item in collection.items.all()]
    return {
        "text": next((note for note in notes if note), ""),
        "names": [curator.name for curator in collection.curators.all()],
        "reports": len(notes),
    }


def numbers(locale: Locale) -> dict[str, int]:
    """How many works there are: reports, the countries and languages they come from, courses, licensed leads.

    Counted, remembered until something is published.
    """

    def count() -> dict[str, int]:
        reports = ReportPage.objects.shown_in(locale).order_by()
        totals = reports.aggregate(
            reports=Count("pk"),
            countries=Count("country", distinct=True),
            languages=Count("original_language", distinct=True),
        )
        return totals | {
            "courses": CoursePage.objects.shown_in(locale).count(),
            "leads": LeadProfilePage.objects.shown_in(locale).count(),
        }

    return recall(f"numbers:{locale.pk}", count)

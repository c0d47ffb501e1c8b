"""Reads over reports and collections."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Locale

from camtree.core.pages.queries import best_of, instead_of, same_works
from camtree.core.words.locales import active_locale
from research.library.models import CollectionPage, ReportPage

# A report without a day comes last, whatever a database thinks of nothing.
SORTS: dict[str, tuple[Any, ...]] = {
    "newest": (F("published_on").desc(nulls_last=True), "-pk"),
    "oldest": (F("published_on").asc(nulls_last=True), "pk"),
    "title": ("title", "pk"),
}


def listed(reports: Any) -> Any:
    """Reports with what a card shows, in a fixed number of queries, without their long texts."""
    return reports.with_card_facts().defer(
        "body", "abstract_context", "abstract_aims", "abstract_methods", "abstract_implications"
    )


def in_language(ids: Iterable[int], locale: Locale) -> dict[int, ReportPage]:
    """Live reports by the primary keys given, each in the language that suits a reader of `locale`."""
    ids = set(ids)
    return best_of(listed(ReportPage.objects.public().filter(same_works(ids, locale))), ids, locale) if ids else {}


def collection_context(collection: CollectionPage) -> dict[str, Any]:
    """Items of a collection whose reports a reader may see, each report in the reader's language."""
    items = list(collection.items.all())
    reports = in_language([item.report_id for item in items], active_locale())
    curators = list(collection.curators.all())
    return {
        "items": [
            {"report": reports[item.report_id], "note": item.note} for item in items if item.report_id in reports
        ],
        "curators": curators,
        "curator_names": [curator.name for curator in curators],
    }


def collections_shown(locale: Locale) -> QuerySet[CollectionPage]:
    """Collections a reader of `locale` may see, the newest first, with the number of reports that they find there."""
    work = OuterRef("items__report__translation_key")
    readable = (
        ReportPage.objects.live()
        .public()
        # By its key first, for which there is an index.
        .filter(translation_key=work)
        .filter(Q(pk=OuterRef("items__report")) | instead_of(work, locale))
    )
    return (
        CollectionPage.objects.shown_in(locale)
        .select_related("cover_image")
        .prefetch_related("cover_image__renditions")
        .annotate(number_of_reports=Count("items", filter=Exists(readable.order_by()), distinct=True))
        .order_by("-first_published_at", "-pk")
    )

"""By what webinars are found, besides their texts."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from camtree.search.documents import Document, Tier, adds, kinds
from camtree.search.facts import add_terms
from camtree.search.indexing import index_keys
from webinars.models import WebinarPage, WebinarSeries

kinds.add(WebinarPage, "webinar")


@adds(WebinarPage, "speakers", "approaches", "themes", "series")
def _webinar(webinar: WebinarPage, document: Document) -> None:
    for vocabulary in ("approaches", "themes"):
        add_terms(document, vocabulary, getattr(webinar, vocabulary).all())
    document.day = webinar.starts_at.date()
    document.facets["year"] = [f"{webinar.starts_at.year:04d}"]
    document.add(webinar.starts_at.year, Tier.HEAD)
    if webinar.series is not None:
        document.add(webinar.series.name, Tier.HEAD)


@receiver(post_save, sender=WebinarSeries)
def _webinars_of_series(sender: type[WebinarSeries], instance: WebinarSeries, **kwargs: Any) -> None:
    """Webinars are found by the name of their series."""
    if keys := list(WebinarPage.objects.filter(series=instance).values_list("pk", flat=True)):
        index_keys(WebinarPage, keys)

"""By what webinars are found, besides their texts."""

from camtree.search.documents import Document, Tier, adds, kinds
from camtree.search.facts import add_terms
from webinars.models import WebinarPage

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

"""By what insight reports are found, besides their texts."""

from camtree.search.documents import Document, Tier, adds, kinds
from insights.models import InsightReportPage

kinds.add(InsightReportPage, "insight")


@adds(InsightReportPage)
def _insight(insight: InsightReportPage, document: Document) -> None:
    for name in insight.analyst_names:
        document.add(name, Tier.TITLE)
    document.day = insight.published_on or (insight.first_published_at.date() if insight.first_published_at else None)
    if insight.published_on:
        document.facets["year"] = [f"{insight.published_on.year:04d}"]
        document.add(insight.published_on.year, Tier.HEAD)

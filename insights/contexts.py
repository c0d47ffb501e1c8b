"""What the templates of the insights section are given."""

from typing import Any

from django.http import HttpRequest

from camtree.core.pages.contexts import context_of
from camtree.core.pages.on_demand import on_demand
from camtree.core.words.locales import active_locale
from insights.models import InsightIndexPage, InsightReportPage
from insights.queries import insight_context, insights_shown


@context_of(InsightIndexPage)
def insights(page: InsightIndexPage, request: HttpRequest) -> dict[str, Any]:
    """All insight reports, newest first."""
    return {"insights": insights_shown(active_locale())}


@context_of(InsightReportPage)
def insight(page: InsightReportPage, request: HttpRequest) -> dict[str, Any]:
    """Findings and the reports they stand on."""
    return on_demand(lambda: insight_context(page), "findings", "sources")

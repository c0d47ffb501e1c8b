"""Reads over insight reports."""

from typing import Any

from django.db.models import F, QuerySet
from wagtail.models import Locale

from camtree.core.words.locales import active_locale
from insights.models import InsightReportPage
from research.library.queries import in_language


def insight_context(insight: InsightReportPage) -> dict[str, Any]:
    """Findings and the reports they stand on, each report in the reader's language, and all reports drawn on."""
    drawn_on = [source.report_id for source in insight.sources.all()]
    findings = [
        {
            "statement": row["value"]["statement"],
            "strength": row["value"]["strength"],
            # Read from the stored value, so that not every finding fetches its own reports.
            "ids": [item["value"] if isinstance(item, dict) else item for item in row["value"].get("reports", [])],
        }
        for row in insight.findings.raw_data
    ]
    named = {pk for finding in findings for pk in finding["ids"]}
    reports = in_language([*drawn_on, *named], active_locale())
    for finding in findings:
        finding["reports"] = [reports[pk] for pk in finding["ids"] if pk in reports]
    return {
        "findings": findings,
        "sources": list({reports[pk].pk: reports[pk] for pk in drawn_on if pk in reports}.values()),
    }


def insights_shown(locale: Locale) -> QuerySet[InsightReportPage]:
    """All insight reports a reader of `locale` may see, newest first."""
    shown: QuerySet[InsightReportPage] = InsightReportPage.objects.shown_in(locale)
    return shown.select_related("locale").order_by(F("published_on").desc(nulls_last=True), "-pk")

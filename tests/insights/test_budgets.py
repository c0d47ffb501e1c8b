"""Insight reports ask the database as few things for twelve reports as for one."""

import pytest

from insights.models import InsightSource
from tests.factories.pages import make_full_report, make_insight, make_translation
from tests.queries import Look, in_languages, same_at_one_and_twelve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def test_insights() -> None:
    report = make_full_report()

    def more_insights(number: int) -> None:
        for place in range(number):
            insight = make_insight([report], f"Insight {place}")
            if place % 2:
                make_translation(insight)

    same_at_one_and_twelve(more_insights, *in_languages("/en/insights/", 1, 'class="card insight-card"'))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_insight_on_many_reports(language: str) -> None:
    """Both the reports that it draws on and the findings, each of which stands on reports of its own."""
    insight = make_insight([], language=language)

    def more_reports(number: int) -> None:
        reports = [make_full_report(f"Inquiry {place}") for place in range(number)]
        make_translation(reports[-1])
        insight.sources = [*insight.sources.all(), *(InsightSource(report=report) for report in reports)]
        for report in reports:
            insight.findings.append(("finding", {"statement": "So", "strength": "mixed", "reports": [report]}))
        insight.save_revision().publish()

    same_at_one_and_twelve(more_reports, Look(insight.url, 4, 'class="card report-card"'))

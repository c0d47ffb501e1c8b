from typing import Any

from wagtail.models import Page

from insights.models import InsightIndexPage, InsightReportPage
from leads.models import LeadIndexPage, LeadProfilePage
from learning.models import CourseIndexPage, CoursePage
from research.models import CollectionIndexPage, CollectionPage, ReportIndexPage, ReportPage
from webinars.models import WebinarIndexPage, WebinarPage

PARENTS: dict[type[Page], type[Page]] = {
    ReportPage: ReportIndexPage,
    CollectionPage: CollectionIndexPage,
    CoursePage: CourseIndexPage,
    WebinarPage: WebinarIndexPage,
    LeadProfilePage: LeadIndexPage,
    InsightReportPage: InsightIndexPage,
}


def make_page(model: type[Page], title: str, *, language: str = "en", live: bool = True, **fields: Any) -> Any:
    """A page of one type in its section, published unless `live` is false."""
    parent = PARENTS[model].objects.get(locale__language_code=language)
    page = model(title=title, live=live, **fields)
    parent.add_child(instance=page)
    revision = page.save_revision(user=fields.get("owner"))
    if live:
        revision.publish()
    return model.objects.get(pk=page.pk)


def make_report(title: str = "Wait time and talk", **fields: Any) -> ReportPage:
    report: ReportPage = make_page(ReportPage, title, **fields)
    return report


def make_lead(title: str = "Sunita Rao", **fields: Any) -> LeadProfilePage:
    lead: LeadProfilePage = make_page(LeadProfilePage, title, **{"country": "IN", **fields})
    return lead

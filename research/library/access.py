"""The one way to a report from outside."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase

from camtree.core.pages.queries import read_at, shown_to
from research.library.models import ReportPage


def get_report_of_work(work: UUID) -> ReportPage:
    """The page by which a published work is named: the one it was first published as. Else 404."""
    report = ReportPage.objects.filter(translation_key=work, live=True).select_related("locale").order_by("pk").first()
    if report is None:
        raise Http404
    return report


def get_report_for(request: HttpRequest, slug: str) -> ReportPage:
    """The report that this visitor may read at this address, in the present language where it is there in it, public or
    private. Else 404."""
    report: ReportPage | None = read_at(shown_to(request, ReportPage), slug)
    if report is None:
        raise Http404
    return report


def kept_as_the_report(response: HttpResponseBase, report: ReportPage) -> HttpResponseBase:
    """An answer about a report, which no cache keeps where the report is private."""
    if report.get_view_restrictions().exists():
        response["Cache-Control"] = "private, no-store"
    return response

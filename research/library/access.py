"""The one way to a report or a collection from outside."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase

from camtree.core.pages.queries import read_at, shown_to
from research.library.models import CollectionPage, ReportPage


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


def kept_as_the_report[Answer: HttpResponseBase](response: Answer, report: ReportPage | CollectionPage) -> Answer:
    """An answer about a report or a collection, which no cache keeps where that is private."""
    if report.get_view_restrictions().exists():
        response["Cache-Control"] = "private, no-store"
    return response


def get_collection_for(request: HttpRequest, slug: str) -> CollectionPage:
    """The collection that this visitor may read at this address, in the present language where it is there in it. Else
    404."""
    collection: CollectionPage | None = read_at(shown_to(request, CollectionPage), slug)
    if collection is None:
        raise Http404
    return collection

"""The one way to a report or a collection from outside."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase

from camtree.core.pages.queries import shown_to
from camtree.core.words.locales import active_locale
from research.library.models import CollectionPage, ReportPage


def get_report_of_work(work: UUID) -> ReportPage:
    """The page by which a published work is named: the one it was first published as. Else 404."""
    report = ReportPage.objects.filter(translation_key=work, live=True).select_related("locale").order_by("pk").first()
    if report is None:
        raise Http404
    return report


def get_report_for(request: HttpRequest, slug: str) -> ReportPage:
    """The report that this visitor may read at this address in the present language, public or private. Else 404."""
    reports = shown_to(request, ReportPage).filter(slug=slug, locale=active_locale())
    report: ReportPage | None = reports.select_related("locale").first()
    if report is None:
        raise Http404
    return report


def kept_as_the_report[Answer: HttpResponseBase](response: Answer, report: ReportPage | CollectionPage) -> Answer:
    """An answer about a report or a collection, which no cache keeps where that is private."""
    if report.get_view_restrictions().exists():
        response["Cache-Control"] = "private, no-store"
    return response


def get_collection_for(request: HttpRequest, slug: str) -> CollectionPage:
    """The collection that this visitor may read at this address in the present language. Else 404."""
    collections = shown_to(request, CollectionPage).filter(slug=slug, locale=active_locale())
    collection: CollectionPage | None = collections.select_related("locale").first()
    if collection is None:
        raise Http404
    return collection

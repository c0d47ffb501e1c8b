"""The one way to a report that everybody may read."""

from uuid import UUID

from django.http import Http404

from camtree.core.words.locales import active_locale
from research.library.models import ReportPage


def get_report_of_work(work: UUID) -> ReportPage:
    """The page by which a published work is named: the one it was first published as. Else 404."""
    report = ReportPage.objects.filter(translation_key=work, live=True).select_related("locale").order_by("pk").first()
    if report is None:
        raise Http404
    return report


def get_public_report(slug: str) -> ReportPage:
    """The report that everybody may read at this address in the present language. Else 404."""
    reports = ReportPage.objects.live().public().filter(slug=slug, locale=active_locale())
    report = reports.select_related("locale").first()
    if report is None:
        raise Http404
    return report

"""The PDF of a report."""

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from camtree.core.http.rate_limits import is_over_limit
from camtree.core.papers.typesetting import PaperError, typeset
from camtree.media.views import carried
from research.library.access import get_report_for, kept_as_the_report
from research.library.models import ReportPage
from research.publishing.actions.papers import file_name, make_pdf, may_have_pdf, paper_for
from research.publishing.models import ReportPdf

# While somebody's PDF is being made, or after it could not be made, others wait so many seconds.
WAIT = 60
# So many PDFs of private reports are made for one address in that time.
PRIVATE_TIMES = 5


@require_safe
def pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The file that was made when the report was published; made now where it is missing."""
    report = get_report_for(request, slug)
    if not may_have_pdf(report):
        says = _(
            "All rights in this report are reserved, so that there is no file of it to keep. You can read it here."
        )
        return _sentence(request, report, says, status=404)
    if report.get_view_restrictions().exists():
        return kept_as_the_report(_for_one_reader(request, report), report)
    paper = ReportPdf.objects.filter(page=report).first() or _made_now(report)
    if paper is None:
        return _later(request, report)
    storage, name = paper.file.storage, str(paper.file.name)
    if not isinstance(storage, FileSystemStorage):
        return HttpResponseRedirect(storage.url(name))
    answer = carried(request, storage, name, accel_prefix=settings.MEDIA_ACCEL_PREFIX)
    answer["Content-Disposition"] = content_disposition_header(False, file_name(report)) or "inline"
    answer["Cache-Control"] = "public, max-age=300"
    return answer


def _for_one_reader(request: HttpRequest, report: ReportPage) -> HttpResponse:
    """The PDF of a private report: made for whoever is let in, and kept nowhere."""
    if is_over_limit(request, "private-pdf", times=PRIVATE_TIMES, seconds=WAIT):
        return _later(request, report)
    try:
        content = typeset(paper_for(report), made_at=timezone.now())
    except PaperError:
        return _later(request, report)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(False, file_name(report)) or "inline"
    return answer


def _later(request: HttpRequest, report: ReportPage) -> HttpResponse:
    says = _("The PDF of this report is being made. Please try again in a minute.")
    response = _sentence(request, report, says, status=503)
    response["Retry-After"] = str(WAIT)
    return response


def _made_now(report: ReportPage) -> ReportPdf | None:
    """Made by the first who asks; None for whoever asks meanwhile, and where it cannot be made."""
    if not cache.add(f"pdf:{report.pk}:{report.live_revision_id}", 1, WAIT):
        return None
    try:
        return make_pdf(report=report)
    except PaperError:
        return None


def _sentence(request: HttpRequest, report: ReportPage, says: str, *, status: int) -> HttpResponse:
    context = {"report": report, "says": says, "is_view": True}
    return render(request, "research/publishing/no_pdf.html", context, status=status)

"""Background work: PDFs of reports."""

import logging

from django.tasks import task

from camtree.core.papers.typesetting import PaperError
from research.library.models import ReportPage
from research.publishing.actions.papers import make_pdf

logger = logging.getLogger(__name__)


@task()
def make_report_pdf(page: int) -> None:
    """The PDF of a page that was published. A report that cannot be set is told in the log; its page stays."""
    report = ReportPage.objects.filter(pk=page).select_related("locale").first()
    if report is None:
        return
    try:
        make_pdf(report=report)
    except PaperError:
        logger.exception("the PDF of a report could not be made", extra={"page": page})
        raise

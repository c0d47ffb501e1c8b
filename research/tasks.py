"""Background work of the research section: each fetches and calls a deed."""

import logging

from django.tasks import task

from camtree.core.typesetting import PaperError
from research.actions.deposits import send_deposit
from research.actions.papers import make_pdf
from research.choices import DepositState
from research.models import DoiDeposit, ReportPage

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


@task()
def deposit_doi(deposit: int) -> None:
    """Tell DataCite of one work. What it does not take stays visible to editors and is tried again by a command."""
    row = DoiDeposit.objects.filter(pk=deposit).first()
    if row is not None and send_deposit(deposit=row).state == DepositState.FAILED:
        logger.warning("a DOI was not taken", extra={"doi": row.doi, "answer": row.last_answer})

"""Make the PDFs of reports that have none, and those that no longer say what their page says."""

from typing import Any

from django.core.management.base import BaseCommand

from camtree.core.papers.typesetting import PaperError
from research.library.models import ReportPage
from research.publishing.actions.papers import make_pdf


class Command(BaseCommand):
    """Safe to run at any time: a PDF that is as its page is left alone."""

    help = "Make the PDFs of published reports that are missing or out of date."

    def handle(self, *args: Any, **options: Any) -> None:
        made = failed = 0
        for report in ReportPage.objects.live().select_related("locale").defer_streamfields().iterator(100):
            before = getattr(getattr(report, "paper", None), "digest", "")
            try:
                paper = make_pdf(report=report)
            except PaperError as error:
                failed += 1
                self.stderr.write(f"{report.identifier or report.slug}: {error}")
            else:
                made += paper is not None and paper.digest != before
        self.stdout.write(f"{made} made, {failed} failed")

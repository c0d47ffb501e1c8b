"""Make the PDFs of reports that have none, and those that no longer say what their page says; remove those of reports
that nobody may read."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q

from camtree.core.papers.typesetting import PaperError
from research.library.models import ReportPage
from research.publishing.actions.papers import forget_lost_files, make_pdf, settle_papers


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
        settle_papers(within=Q(paper__isnull=False))
        if lost := forget_lost_files():
            self.stdout.write(f"lost files deleted: {lost}")

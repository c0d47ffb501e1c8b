"""Make the PDFs of reports that have none, and those that no longer say what their page says; remove those of reports
that nobody may read."""

from typing import Any

from django.core.management.base import BaseCommand

from research.publishing.actions.papers import forget_lost_files, make_missing_pdfs


class Command(BaseCommand):
    """Safe to run at any time: a PDF that is as its page is left alone."""

    help = "Make the PDFs of published reports that are missing or out of date."

    def handle(self, *args: Any, **options: Any) -> None:
        made, failed = make_missing_pdfs()
        self.stdout.write(f"{made} made, {failed} failed")
        if lost := forget_lost_files():
            self.stdout.write(f"lost files deleted: {lost}")

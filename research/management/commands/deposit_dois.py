"""Send DataCite what it has not taken yet."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from research.library.models import ReportPage
from research.publishing.actions.deposits import ask_for_deposit
from research.publishing.datacite import is_configured
from research.publishing.depositing import send_open_deposits
from research.publishing.models import DoiDeposit


class Command(BaseCommand):
    """Safe to run at any time: the same sent twice does no harm."""

    help = (
        "Registers the DOIs that wait or failed; with --missing also those of reports from before DataCite was set up."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--missing", action="store_true", help="also reports that have no DOI yet")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_configured():
            raise CommandError("DataCite is not configured: DATACITE_REPOSITORY is not set.")
        if options["missing"]:
            known = DoiDeposit.objects.values("work")
            works = ReportPage.objects.live().exclude(translation_key__in=known).exclude(identifier="")
            for work in set(works.values_list("translation_key", flat=True)):
                ask_for_deposit(work=work)
        sent = send_open_deposits()
        for deposit in sent.failed:
            self.stderr.write(f"{deposit.doi}: {deposit.last_answer}")
        self.stdout.write(f"{sent.done} registered, {len(sent.failed)} not taken")

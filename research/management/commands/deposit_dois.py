"""Send DataCite what it has not taken yet."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from research.library.models import ReportPage
from research.publishing.actions.deposits import ask_for_deposit
from research.publishing.choices import DepositState
from research.publishing.datacite import is_configured
from research.publishing.depositing import send_deposit
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
        done = failed = 0
        for deposit in list(DoiDeposit.objects.open()):
            sent = send_deposit(deposit=deposit)
            if sent.state == DepositState.DONE:
                done += 1
            else:
                failed += 1
                self.stderr.write(f"{sent.doi}: {sent.last_answer}")
        self.stdout.write(f"{done} registered, {failed} not taken")

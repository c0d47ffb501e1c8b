import logging
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from demo.generated.actions import drop_generated, generate_reports
from demo.generated.indexers import as_many_as_help

MOST = 1_000_000
BAR = 30


@contextmanager
def _without_a_line_for_each() -> Iterator[None]:
    """Wagtail's log tells of every page that is deleted."""
    logger = logging.getLogger("wagtail")
    before = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(before)


class Command(BaseCommand):
    """Run after `setup_site`. A run that was cut goes on where it stopped."""

    help = "Makes a library of invented reports, to try out how large ones behave; --drop takes it away."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", nargs="?", type=int, help="how many works there shall be")
        parser.add_argument("--seed", type=int, default=1, help="which ones: the same seed makes the same (1)")
        parser.add_argument(
            "--beside", type=int, help="processes that help; as many as there are cores, on SQLite none"
        )
        parser.add_argument("--drop", action="store_true", help="delete every invented report instead")

    def handle(self, *args: Any, **options: Any) -> None:
        number = options["number"]
        if options["drop"]:
            if number is not None:
                raise CommandError("--drop deletes all of them: give no number.")
            with _without_a_line_for_each():
                dropped = drop_generated(told=self._show)
            self.stdout.write(f"{dropped} generated pages are gone.")
            return
        if number is None or not 1 <= number <= MOST:
            raise CommandError(f"Say how many reports there shall be, from 1 to {MOST}.")
        beside = as_many_as_help() if options["beside"] is None else options["beside"]
        made = generate_reports(number=number, seed=options["seed"], beside=beside, told=self._show)
        self.stdout.write(f"{made.works} generated works were added, {made.pages} pages with their translations.")
        if made.works:
            went = ", ".join(f"{name} {seconds:.1f}" for name, seconds in made.seconds.items())
            self.stdout.write(f"Seconds: {went}.")

    def _show(self, done: int, of: int) -> None:
        """A bar on a terminal; nothing for whoever keeps what is said."""
        if not self.stderr.isatty():
            return
        full = BAR * done // of if of else BAR
        self.stderr.write(f"\r[{'#' * full}{' ' * (BAR - full)}] {done} of {of}", ending="\n" if done == of else "")
        self.stderr.flush()

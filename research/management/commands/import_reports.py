from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from research.library.actions import import_record, open_scratch_collection
from research.library.importers import FORMATS
from research.library.importers.records import Refusal


class Command(BaseCommand):
    """One transaction for each record: a faulty line costs itself and nothing else. A second run adds what is new."""

    help = "Brings records of another library into a scratch collection, and lists what it refused and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)
        parser.add_argument(
            "--collection", default="Imported records", help="title of the collection they are put into"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        added = known = refused = 0
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as lines:
                collection = open_scratch_collection(title=options["collection"])
                for item in FORMATS[options["format"]](lines):
                    if isinstance(item, Refusal):
                        refused += 1
                        self.stderr.write(f"Refused {item}.")
                        continue
                    _report, is_new = import_record(record=item, collection=collection)
                    added, known = added + is_new, known + (not is_new)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(
                f"{options['file']} is not written in UTF-8 (byte {error.start}). {added} records came in before that."
            ) from error
        self.stdout.write(f"{added} added, {known} here already, {refused} refused.")

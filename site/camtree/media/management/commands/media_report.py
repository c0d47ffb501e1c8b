from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from camtree.media.orphans import delete_orphan, orphans, weights
from camtree.media.renditions import ffmpeg


class Command(BaseCommand):
    help = "Tells what files weigh by collection, and which of them no row names any more; --delete deletes these."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--delete", action="store_true", help="delete the files that no row names")
        parser.add_argument("--quota-mib", type=int, default=0, help="fail where a collection weighs more than this")

    def handle(self, *args: Any, **options: Any) -> None:
        sums: dict[str, int] = {}
        for weight in weights():
            self.stdout.write(f"{weight.collection}: {weight.kind}, {weight.files} files, {_size(weight.octets)}")
            sums[weight.collection] = sums.get(weight.collection, 0) + weight.octets
        self.stdout.write("ffmpeg is there." if ffmpeg.is_there() else "ffmpeg is not installed: originals only.")
        number = octets = 0
        for orphan in orphans(timezone.now()):
            if options["delete"] and not delete_orphan(orphan):
                continue
            number, octets = number + 1, octets + orphan.octets
            self.stdout.write(f"no row names {orphan.storage}: {orphan.name}, {_size(orphan.octets)}")
        self.stdout.write(
            f"{number} files that no row names, {_size(octets)}{', deleted' if options['delete'] else ''}."
        )
        self._hold_quota(sums, options["quota_mib"])

    def _hold_quota(self, sums: dict[str, int], most: int) -> None:
        over = [name for name, octets in sums.items() if most and octets > most * 1024 * 1024]
        if over:
            raise CommandError(f"More than {most} MiB: {', '.join(over)}.")


def _size(octets: int) -> str:
    return filesizeformat(octets).replace("\xa0", " ")

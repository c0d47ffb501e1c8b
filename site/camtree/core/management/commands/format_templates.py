from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from camtree.core.folding import fold


class Command(BaseCommand):
    help = (
        "Fold the long lines of our templates (camtree/core/folding.py). With --check, only say which are not folded."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing; fail where something would change")

    def handle(self, *args: Any, **options: Any) -> None:
        changed = []
        for path in sorted(Path(settings.BASE_DIR, "templates").rglob("*.html")):
            before = path.read_text(encoding="utf-8")
            if (after := fold(before)) != before:
                changed.append(str(path.relative_to(settings.BASE_DIR)))
                if not options["check"]:
                    path.write_text(after, encoding="utf-8")
        if options["check"] and changed:
            raise CommandError(f"Not in the one form, which `make format` gives: {', '.join(changed)}")
        self.stdout.write(f"{len(changed)} templates changed.")

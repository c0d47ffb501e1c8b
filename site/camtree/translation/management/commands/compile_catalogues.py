from typing import Any

from django.core.management.base import BaseCommand

from camtree.translation.catalogues import compile_all


class Command(BaseCommand):
    help = "Compile the message catalogues that changed. Needs no gettext."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        written = compile_all()
        if written and options["verbosity"] > 0:
            self.stdout.write(f"Message catalogues compiled: {written}.")

from typing import Any

from django.core.management.base import BaseCommand

from demo.actions import drop_demo


class Command(BaseCommand):
    """Deletes what `load_demo` made, and nothing else."""

    help = "Takes the demo away again."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{drop_demo()} objects of the demo are gone.")

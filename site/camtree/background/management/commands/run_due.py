"""`manage.py run_due`: everything that is done from time to time. For one timer that runs every minute."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from camtree.background.backends import wait_for_those_beside
from camtree.background.timer import run_due


class Command(BaseCommand):
    help = "Do everything whose time has come. Safe at any time and on several machines at once."

    def handle(self, *args: Any, **options: Any) -> None:
        for deed, said, is_well in run_due(timezone.now()):
            stream = self.stdout if is_well else self.stderr
            stream.write(f"{deed.name}: {said}")
        wait_for_those_beside()

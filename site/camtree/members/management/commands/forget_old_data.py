"""`manage.py forget_old_data`: delete what was kept as long as the privacy page says. For a timer, once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from camtree.members.personal_data import forget


class Command(BaseCommand):
    """Deletes rows about people whose time is over, and says how many."""

    help = "Delete what CamTREE kept about people as long as its privacy page says. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        for label, number in forget(timezone.now()).items():
            self.stdout.write(f"{label}: {number} deleted")

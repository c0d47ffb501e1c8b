"""`manage.py forget_old_data`: delete what was kept as long as the privacy page says. For a timer, once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from camtree.members.actions import forget_words
from camtree.members.models import KeptWords
from camtree.members.personal_data import forget


class Command(BaseCommand):
    """Deletes rows about people whose time is over, and says how many."""

    help = "Delete what CamTREE kept about people as long as its privacy page says. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        gone = {**forget(now), KeptWords._meta.label: forget_words(now=now)}
        for label, number in gone.items():
            self.stdout.write(f"{label}: {number} deleted")

"""`manage.py move_waiting_lists`: free places of cohorts go to those who wait. For a timer."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from learning.cohorts.actions.cohorts import move_waiting_lists


class Command(BaseCommand):
    help = "Let offers of places run out, and offer free places to those who wait. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        expired, offered = move_waiting_lists(now=timezone.now())
        self.stdout.write(f"{expired} offers ran out, {offered} places offered.")

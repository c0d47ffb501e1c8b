"""`manage.py settle_peer_marking`: works that wait too long for the marks of peers go on. For a timer."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from learning.assignments.actions.peer_rounds import settle_peer_marking


class Command(BaseCommand):
    help = "Remind learners of works to mark, and move on what waits too long for them. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        done = settle_peer_marking(now=timezone.now())
        self.stdout.write(
            f"{done.reminded} reminded, {done.ran_out} works taken back, {done.to_persons} works handed to persons, "
            f"{done.let_off} learners let off."
        )

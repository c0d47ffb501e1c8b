"""`manage.py finish_quizzes`: attempts whose time is over are submitted with what was saved. For a timer."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from learning.quizzes.actions.attempts import finish_overdue


class Command(BaseCommand):
    help = "Submit attempts at quizzes whose time is over. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{finish_overdue(now=timezone.now())} attempts submitted.")

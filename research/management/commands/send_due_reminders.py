"""`manage.py send_due_reminders`: what is due today leaves. For a timer that runs every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from research.review.actions.decisions import send_due_decisions
from research.review.actions.reviews import send_review_reminders


class Command(BaseCommand):
    help = "Send reminders to reviewers and decisions whose ten minutes are over. Safe to run at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        decisions = send_due_decisions(now=timezone.now())
        reminders = send_review_reminders(today=timezone.localdate())
        self.stdout.write(f"{decisions} decisions and {reminders} reminders sent.")

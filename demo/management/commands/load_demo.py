from typing import Any

from django.core.management.base import BaseCommand

from demo.actions import load_demo


class Command(BaseCommand):
    """Run after `setup_site`. A second run changes nothing."""

    help = "Loads the demo: reports, courses, webinars, leads, and people who can sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        load_demo()
        self.stdout.write("The demo is loaded.")

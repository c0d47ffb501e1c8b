from typing import Any

from django.core.management.base import BaseCommand

from camtree.search.rebuilding import is_up_to_date, make_anew
from home.setup import set_up_site


class Command(BaseCommand):
    """Run after each deployment; changes nothing that is there already."""

    help = "Makes languages, section pages, vocabularies, menus, consent texts, roles and workflows that are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        set_up_site()
        if not is_up_to_date():
            make_anew()
        self.stdout.write("The site is set up.")

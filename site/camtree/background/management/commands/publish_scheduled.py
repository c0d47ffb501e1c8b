"""`manage.py publish_scheduled`: Wagtail's command, in which one page that fails does not keep back the others."""

from typing import Any

from django.utils import timezone
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from camtree.background.schedules import publish_due


class Command(WagtailCommand):
    help = "Publish and take down pages at the time that their editors set. Safe at any time; run_due does it too."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
            return
        done = publish_due(now=timezone.now())
        self.stdout.write(f"{done.up} published, {done.down} taken down.")

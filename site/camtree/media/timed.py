"""What is done about files from time to time."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from camtree.background.timer import timed
from camtree.media.placing import place_misplaced
from camtree.media.renditions.tasks import ask_for_renditions
from camtree.media.resumable.actions import drop_stale_uploads


@timed("placing-files", _("Files of private collections"), timedelta(minutes=1))
def placing_files(now: datetime) -> str:
    return "asked for." if place_misplaced() else "nothing to do."


@timed("stale-uploads", _("Uploads that were not finished"), timedelta(hours=6))
def stale_uploads(now: datetime) -> str:
    return f"{drop_stale_uploads(now=now)} deleted."


@timed("sizes-of-recordings", _("Sizes of recordings"), timedelta(minutes=1))
def sizes_of_recordings(now: datetime) -> str:
    return f"{ask_for_renditions()} asked for."

"""Recordings in smaller sizes, behind the scenes."""

from django.db.models import F
from django.tasks import task

from camtree.background.queue import enqueue_once
from camtree.background.queues import HEAVY
from camtree.media.choices import RenditionState
from camtree.media.models import CamtreeMedia, MediaRendition
from camtree.media.renditions import ffmpeg
from camtree.media.renditions.actions import make_rendition, plan_renditions, to_be_made


@task(queue_name=HEAVY)
def plan(media: int, version: int) -> None:
    """Look at a recording, and have its sizes made."""
    row = CamtreeMedia.objects.filter(pk=media, version=version).first()
    if row is None or not ffmpeg.is_there():
        return
    for rendition in plan_renditions(media=row):
        make.enqueue(pk=rendition.pk, turn=rendition.tries)


@task(queue_name=HEAVY)
def make(pk: int, turn: int) -> None:
    """Make one size; `turn` tells one try from the next."""
    make_rendition(pk=pk)


def ask_for_renditions() -> int:
    """Have made what is missing, for the timer. Number of tasks asked for."""
    if not ffmpeg.is_there():
        return 0
    unplanned = CamtreeMedia.objects.exclude(renditions__of_version=F("version")).order_by("pk")
    asked = [enqueue_once(plan, media=pk, version=version) for pk, version in unplanned.values_list("pk", "version")]
    waiting = MediaRendition.objects.filter(to_be_made()).order_by("pk")
    asked += [enqueue_once(make, pk=pk, turn=tries) for pk, tries in waiting.values_list("pk", "tries")]
    return sum(asked)


def is_settled(media: CamtreeMedia) -> bool:
    """Whether nothing more is to come for the file that a recording has now."""
    rows = media.renditions.filter(of_version=media.version)
    return rows.exists() and not rows.filter(state__in=[RenditionState.WAITING, RenditionState.WORKING]).exists()

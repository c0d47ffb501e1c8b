"""Wagtail and wagtailmedia delete the files of rows that are gone; this does the same for our own rows."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from .models import CaptionTrack


@receiver(post_delete, sender=CaptionTrack)
def delete_track_file(instance: CaptionTrack, **kwargs: Any) -> None:
    transaction.on_commit(lambda: instance.file.delete(save=False))

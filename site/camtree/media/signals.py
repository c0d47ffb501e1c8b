"""Wagtail and wagtailmedia delete the files of rows that are gone; this does the same for our own rows.

And whatever may change which storage a file belongs into asks for it.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Collection, CollectionViewRestriction

from .models import CamtreeImage, CamtreeMedia, CaptionTrack, MediaRendition
from .placing import ask_for_places
from .privacy import any_collection_is_private


@receiver(post_delete, sender=CaptionTrack)
@receiver(post_delete, sender=MediaRendition)
def delete_file_of_row(instance: CaptionTrack | MediaRendition, **kwargs: Any) -> None:
    if instance.file:
        transaction.on_commit(lambda: instance.file.delete(save=False))


@receiver(post_save, sender=CollectionViewRestriction, dispatch_uid="media.privacy_changes")
@receiver(post_delete, sender=CollectionViewRestriction, dispatch_uid="media.privacy_ends")
def privacy_changes(**kwargs: Any) -> None:
    """A collection became private or public."""
    ask_for_places()


@receiver(post_save, sender=Collection, dispatch_uid="media.collection_changes")
@receiver(post_save, sender=CamtreeImage, dispatch_uid="media.image_changes")
@receiver(post_save, sender=CamtreeMedia, dispatch_uid="media.recording_changes")
def may_have_moved(created: bool, **kwargs: Any) -> None:
    """Into a private collection or out of one. What is new is stored where it belongs."""
    if not created and any_collection_is_private():
        ask_for_places()

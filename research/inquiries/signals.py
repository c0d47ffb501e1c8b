"""Files of drafts that are gone."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from research.inquiries.models import Attachment


@receiver(post_delete, sender=Attachment, dispatch_uid="research.delete_file")
def attachment_is_gone(instance: Attachment, **kwargs: Any) -> None:
    """Also when a whole draft or an account goes: its files go with the row."""
    transaction.on_commit(lambda: instance.file.delete(save=False))

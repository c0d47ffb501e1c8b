import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from camtree.media.storages import CLOSED

# How long what has arrived waits for the rest, counted from the last piece.
KEPT_FOR = timedelta(days=7)


class ResumableUpload(models.Model):
    """A file that is on its way, or has arrived and waits for its form."""

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    # As it is called where it comes from.
    name = models.CharField(_("name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    # Bytes that have arrived.
    offset = models.PositiveBigIntegerField(default=0)
    # What a bucket calls the upload, and each of its parts.
    multipart = models.TextField(blank=True)
    parts: Any = models.JSONField(default=list)
    touched_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("upload in pieces")
        verbose_name_plural = _("uploads in pieces")

    def __str__(self) -> str:
        return self.name

    @property
    def is_whole(self) -> bool:
        return self.offset == self.size

    @property
    def place(self) -> str:
        """Where it lies in the private storage."""
        return f"{CLOSED}arriving/{self.key}"

    @property
    def kept_until(self) -> datetime:
        """When what has arrived goes, if nothing more comes."""
        return self.touched_at + KEPT_FOR

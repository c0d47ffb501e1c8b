"""What was read out of a Word file and waits for its author's word."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from research.inquiries.models.inquiries import Inquiry


class WordUpload(models.Model):
    """Text of a Word file, clean and by part, between the look at it and the decision. Gone after either, or a day."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="word_uploads")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("file"), max_length=255)
    parts = models.JSONField(default=dict)
    unplaced = models.JSONField(default=list)
    pictures = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(_("read"), auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "member"], name="research_wordupload_once")]

    def __str__(self) -> str:
        return self.name

"""What stands in a PDF of a draft."""

from django.db import models

from research.inquiries.models.attachments import Attachment


class FileWords(models.Model):
    """The words of an attached PDF, read once in the background, and which of its authors' names are among them.

    Empty for a scan. The names hold for the people of whom `looked_for` is the digest.
    """

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="words")
    text = models.TextField(blank=True)
    names = models.JSONField(default=list)
    looked_for = models.CharField(max_length=64, blank=True)
    read_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.attachment)

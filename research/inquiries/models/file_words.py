"""What stands in a PDF of a draft."""

from django.db import models

from research.inquiries.models.attachments import Attachment


class FileWords(models.Model):
    """The words of an attached PDF, read once in the background, and which of its authors' names are among them.

    `text` is what stands on its pages, and in its notes and titles. The names hold for the people of whom `looked_for`
    is the digest.
    """

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="words")
    text = models.TextField(blank=True)
    # Whether any word stands on a page: none for a scan, whatever its titles say. None where a release wrote the row
    # that did not ask.
    has_words = models.BooleanField(null=True)
    # None where the file could not be opened.
    pages = models.PositiveIntegerField(null=True)
    pages_read = models.PositiveIntegerField(null=True)
    names = models.JSONField(default=list)
    looked_for = models.CharField(max_length=64, blank=True)
    read_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.attachment)

    @property
    def is_whole(self) -> bool:
        """Whether these are all the words of the file, as far as there are any that can be read."""
        return bool(self.has_words) and self.pages_read == self.pages

    @property
    def is_part(self) -> bool:
        """Whether these are the words of its first pages."""
        return 0 < (self.pages_read or 0) < (self.pages or 0)

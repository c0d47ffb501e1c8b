"""What a draft builds on: the works it cites."""

import re
import unicodedata
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from research.inquiries.manuscript import plain_text
from research.inquiries.models.inquiries import Inquiry


class Reference(models.Model):
    """A cited work as it stands in the list: formatted once from what was pasted, then its author's own text."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="references")
    text = models.TextField(_("reference"))
    csl = models.JSONField(default=dict, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True)
    sort_key = models.CharField(max_length=200, editable=False)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("reference of a draft")
        verbose_name_plural = _("references of drafts")
        ordering = ["sort_key", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "doi"], condition=~Q(doi=""), name="research_reference_doi_once")
        ]

    def __str__(self) -> str:
        return plain_text(self.text)

    @property
    def is_complete(self) -> bool:
        """Whether it says more than an address."""
        return not re.fullmatch(r"https://doi\.org/\S+", str(self))

    @staticmethod
    def sort_key_of(text: str) -> str:
        """What a reference is sorted by: its first words, which are its authors, without accents and capitals."""
        plain = unicodedata.normalize("NFKD", plain_text(text)).casefold()
        return "".join(sign for sign in plain if sign.isalnum() or sign == " ")[:200]

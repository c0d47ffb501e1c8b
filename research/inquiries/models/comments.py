"""What readers of a draft say to its authors."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from research.inquiries.models.inquiries import Inquiry, InquiryPart


class PartCommentQuerySet(models.QuerySet["PartComment"]):
    """Questions about comments."""

    def on(self, inquiry: Inquiry) -> "PartCommentQuerySet":
        return self.filter(part__inquiry=inquiry)


class PartComment(models.Model):
    """A remark on one part of a draft, or an answer to one. Answers are not answered in turn. Nobody gets a mail."""

    part = models.ForeignKey(InquiryPart, on_delete=models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(_("comment"), max_length=4000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    resolved_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[Any] = PartCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a draft")
        verbose_name_plural = _("comments on drafts")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]

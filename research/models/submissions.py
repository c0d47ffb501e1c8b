"""What was handed to the editors, and the identifiers that were promised."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from research.models.inquiries import Inquiry


class Submission(models.Model):
    """One round: the manuscript word for word, and what the editors answered. Never changed once answered."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="submissions")
    round = models.PositiveSmallIntegerField(_("round"))
    manuscript = models.JSONField(_("manuscript"))
    submitted_at = models.DateTimeField(_("submitted at"), auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("submitted by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(_("what the editors answered"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-submitted_at"]
        constraints = [models.UniqueConstraint(fields=["inquiry", "round"], name="research_submission_round_once")]

    def __str__(self) -> str:
        return f"{self.inquiry}, {self.round}"


class ReservedIdentifier(models.Model):
    """A permanent identifier, promised to one work. Rows stay for ever, so that no number is given twice."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    inquiry = models.OneToOneField(
        Inquiry, null=True, blank=True, on_delete=models.SET_NULL, related_name="reserved_identifier"
    )

    class Meta:
        verbose_name = _("reserved identifier")
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="research_identifier_once")]

    def __str__(self) -> str:
        return f"CT-{self.year}-{self.number:04d}"

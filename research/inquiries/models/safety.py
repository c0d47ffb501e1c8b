"""What authors answered about consent, and about each place in a text that may tell who a pupil is."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from research.inquiries.choices import EthicsQuestion, EthicsReply, FlagKind
from research.inquiries.models.inquiries import Inquiry


class EthicsAnswer(models.Model):
    """One answer about consent. Editors and reviewers read it; the public only what the ethics section says."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="ethics_answers")
    question = models.CharField(_("question"), max_length=10, choices=EthicsQuestion.choices)
    answer = models.CharField(_("answer"), max_length=10, choices=EthicsReply.choices)
    why = models.CharField(_("why, in a line"), max_length=300, blank=True)
    answered_at = models.DateTimeField(_("answered at"), default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer about ethics")
        verbose_name_plural = _("answers about ethics")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "question"], name="research_ethicsanswer_once")
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"


class FlagAnswer(models.Model):
    """Somebody looked at a place that was flagged, and says why it may stay."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="flag_answers")
    kind = models.CharField(_("kind"), max_length=10, choices=FlagKind.choices)
    found = models.CharField(_("what was found"), max_length=200)
    reason = models.CharField(_("why it may stay"), max_length=300)
    answered_at = models.DateTimeField(_("answered at"), default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer to a flag")
        verbose_name_plural = _("answers to flags")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "kind", "found"], name="research_flaganswer_once")
        ]

    def __str__(self) -> str:
        return f"{self.found}: {self.reason}"

"""Reports that are withdrawn or removed, and those for which somebody asked it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from research.choices import WithdrawalKind, WithdrawalState
from research.models.inquiries import Inquiry


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    """Questions about withdrawals. A work is all languages and versions of a report: its translation key."""

    def waiting(self) -> "WithdrawalQuerySet":
        """Asked for, not decided."""
        return self.filter(state=WithdrawalState.ASKED)

    def notices(self) -> "WithdrawalQuerySet":
        """Withdrawals that readers are told of, beside the text that stays."""
        return self.filter(kind=WithdrawalKind.WITHDRAW, state=WithdrawalState.DONE)


class Withdrawal(models.Model):
    """One deed, or one wish for it: to mark a report as withdrawn, or to take its text away."""

    work = models.UUIDField(_("work"), db_index=True)
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.SET_NULL, related_name="withdrawals", verbose_name=_("draft")
    )
    identifier = models.CharField(_("identifier"), max_length=24, blank=True)
    title = models.CharField(
        _("title"), max_length=255, blank=True, help_text=_("Kept only where readers may still know it.")
    )
    kind = models.CharField(_("deed"), max_length=10, choices=WithdrawalKind.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=WithdrawalState.choices, default=WithdrawalState.ASKED, db_index=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    wish = models.TextField(_("why it is asked for"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    public_reason = models.TextField(_("reason that readers see"), blank=True)
    answer = models.TextField(_("what the authors are told"), blank=True)
    private_note = models.TextField(_("note for editors"), blank=True)

    history = HistoricalRecords()
    objects: ClassVar[WithdrawalQuerySet] = WithdrawalQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        ordering = ["-asked_at", "-decided_at", "-pk"]
        permissions = [
            ("withdraw_report", "Can mark a report as withdrawn"),
            ("remove_report", "Can remove the text of a report"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["work"], condition=Q(state="asked"), name="research_withdrawal_one_wish"),
            models.UniqueConstraint(fields=["work"], condition=Q(state="done"), name="research_withdrawal_one_deed"),
        ]

    def __str__(self) -> str:
        return f"{self.identifier or self.work}: {self.get_kind_display()}"

    @property
    def name(self) -> str:
        """What to call the report where nothing more may be told."""
        return self.title or self.identifier or str(_("a report"))


class RemovedAddress(models.Model):
    """An address under which a report stood that was removed. It answers for ever that it is gone."""

    withdrawal = models.ForeignKey(Withdrawal, on_delete=models.CASCADE, related_name="addresses")
    path = models.CharField(max_length=500, unique=True)

    class Meta:
        verbose_name = _("address of a removed report")
        verbose_name_plural = _("addresses of removed reports")

    def __str__(self) -> str:
        return self.path

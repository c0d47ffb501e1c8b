"""What happened when somebody else tried what a report tells."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from simple_history.models import HistoricalRecords

from research.choices import ReplicationResult, ReplicationState
from research.models.reports import ReportPage
from research.models.vocabularies import CANONICAL_TERMS, Phase


class ReplicationQuerySet(models.QuerySet["Replication"]):
    """Questions about records of trying again."""

    def of_work(self, report: ReportPage) -> "ReplicationQuerySet":
        """Those of a report, in whichever of its languages they were written."""
        return self.filter(work=report.translation_key)

    def published(self) -> "ReplicationQuerySet":
        """What readers see, the latest first."""
        return self.filter(state=ReplicationState.PUBLISHED).order_by("-decided_at", "-pk")


class Replication(models.Model):
    """A member's short record: I tried this too."""

    work = models.UUIDField(_("work"), db_index=True)
    report = models.ForeignKey(
        ReportPage, verbose_name=_("report"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="replications")
    name = models.CharField(
        _("name that readers see"), max_length=160, blank=True, help_text=_("Leave it empty to stay unnamed.")
    )
    country = CountryField(verbose_name=_("country"))
    phase = models.ForeignKey(
        Phase,
        verbose_name=_("phase"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        limit_choices_to=CANONICAL_TERMS,
    )
    setting = models.TextField(
        _("your class"), max_length=400, help_text=_("Who, how many, which subject. No names of pupils or schools.")
    )
    changed = models.TextField(_("what you did differently"), max_length=800, blank=True)
    result = models.CharField(_("how it went"), max_length=8, choices=ReplicationResult.choices)
    seen = models.TextField(_("what you saw"), max_length=1500)
    state = models.CharField(
        _("state"), max_length=10, choices=ReplicationState.choices, default=ReplicationState.PENDING, db_index=True
    )
    written_at = models.DateTimeField(_("written at"), auto_now_add=True)
    answer = models.TextField(_("what the editors answered"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    history = HistoricalRecords()
    objects: ClassVar[ReplicationQuerySet] = ReplicationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("record of trying again")
        verbose_name_plural = _("records of trying again")
        ordering = ["-written_at"]
        permissions = [("moderate_replication", "Can publish or decline records of trying again")]
        constraints = [
            models.UniqueConstraint(
                fields=["work", "member"], condition=Q(state="pending"), name="research_replication_one_pending"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_result_display()}, {self.country}"

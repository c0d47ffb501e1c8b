"""What a learner has earned, as it stood on the day."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from wagtail.images import get_image_model_string

from camtree.core.papers.codes import grouped
from learning.certificates.choices import CertificateState
from learning.studying.models import Enrolment

# A certificate that expires may be renewed so long before.
RENEWABLE = timedelta(days=90)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates."""

    def current(self) -> "CertificateQuerySet":
        """Neither revoked nor replaced; they may have expired."""
        return self.filter(revoked_at=None, replaced_at=None)

    def of(self, member: Any) -> "CertificateQuerySet":
        """Those of one member that are current, the latest first."""
        return self.current().filter(member=member).order_by("-earned_at", "-pk")


class Certificate(models.Model):
    """A course completed by a member. All that stands on it is kept here: the course may change or go.

    It goes with the account of its holder; its code is then one that nobody knows.
    """

    code = models.CharField(_("code"), max_length=12, unique=True, editable=False)
    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="certificates")
    # Nobody deletes an enrolment from under it; with the account both go.
    enrolment = models.ForeignKey(Enrolment, on_delete=models.RESTRICT, related_name="certificates")
    # Empty until a holder whose account has no name says how they are called.
    name = models.CharField(_("name"), max_length=120, blank=True)
    course_key = models.UUIDField(_("course"), db_index=True)
    course_title = models.CharField(_("title of the course"), max_length=255)
    # Sentences in the language of the certificate.
    outcomes = models.JSONField(_("outcomes"), default=list, blank=True)
    rules = models.JSONField(_("what earned it"), default=list, blank=True)
    hours = models.DecimalField(_("hours of study"), max_digits=5, decimal_places=1, default=Decimal(0))
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    partner_name = models.CharField(_("partner"), max_length=120, blank=True)
    partner_logo = models.ForeignKey(
        get_image_model_string(),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("logo of the partner"),
    )
    # The day the course was completed; stays when the certificate is issued again or renewed.
    earned_at = models.DateTimeField(_("earned at"))
    issued_at = models.DateTimeField(_("issued at"))
    expires_on = models.DateField(_("expires on"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoke_reason = models.TextField(_("why it was revoked"), blank=True)
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replacement", verbose_name=_("replaces")
    )

    history = HistoricalRecords()
    objects: ClassVar[CertificateQuerySet] = CertificateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        permissions = [("revoke_certificate", "Can revoke a certificate")]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(revoked_at=None, replaced_at=None),
                name="learning_certificate_one_current",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None) | ~Q(revoke_reason=""), name="learning_revoked_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{grouped(self.code)}, {self.course_title}"

    @property
    def shown_code(self) -> str:
        return grouped(self.code)

    @property
    def state(self) -> CertificateState:
        """Revoked wins over replaced, and both over expired."""
        if self.revoked_at is not None:
            return CertificateState.REVOKED
        if self.replaced_at is not None:
            return CertificateState.REPLACED
        return CertificateState.EXPIRED if self.has_expired else CertificateState.VALID

    @property
    def has_expired(self) -> bool:
        """The day on which it expires is its last."""
        return self.expires_on is not None and self.expires_on < _today()

    @property
    def is_current(self) -> bool:
        return self.revoked_at is None and self.replaced_at is None

    @property
    def is_near_its_end(self) -> bool:
        """Whether it may be renewed, as far as the day is concerned."""
        return self.is_current and self.expires_on is not None and self.expires_on - RENEWABLE <= _today()


def _today() -> date:
    # Wherever the reader is: a certificate ends on the same day for everybody.
    return timezone.now().date()

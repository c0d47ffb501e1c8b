"""DOIs of reports, and how far their registration is."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from research.choices import DepositState


class DoiDepositQuerySet(models.QuerySet["DoiDeposit"]):
    """Questions about deposits."""

    def open(self) -> "DoiDepositQuerySet":
        """Those that DataCite has not taken yet, the oldest first."""
        return self.exclude(state=DepositState.DONE).order_by("changed_at")


class DoiDeposit(models.Model):
    """The DOI of a work, one for all its versions and languages, and the last thing DataCite said of it."""

    work = models.UUIDField(_("work"), unique=True)
    identifier = models.CharField(_("identifier"), max_length=24)
    doi = models.CharField(_("DOI"), max_length=120, unique=True)
    address = models.URLField(_("address it leads to"), max_length=500)
    year = models.PositiveSmallIntegerField(_("year"), default=0)
    is_removed = models.BooleanField(_("only its number is kept"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=DepositState.choices, default=DepositState.WAITING)
    # Raised by everything that is to be told; a deposit is done when what was sent carried the present number.
    wanted = models.PositiveIntegerField(default=0)
    tries = models.PositiveIntegerField(_("tries since the last success"), default=0)
    last_answer = models.TextField(_("last answer"), blank=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    registered_at = models.DateTimeField(_("registered at"), null=True, blank=True)

    objects: ClassVar[DoiDepositQuerySet] = DoiDepositQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("DOI")
        verbose_name_plural = _("DOIs")
        ordering = ["-changed_at"]

    def __str__(self) -> str:
        return self.doi

    @property
    def link(self) -> str:
        """How a DOI is written, so that people can follow it."""
        return f"https://doi.org/{self.doi}"

"""What is known of work that nobody waits for in front of a screen."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimedRun(models.Model):
    """When a deed of the timer ran last, and what came of it."""

    name = models.SlugField(_("name"), unique=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    said = models.TextField(_("result"), blank=True)
    error = models.TextField(_("error"), blank=True)

    class Meta:
        verbose_name = _("timed work")
        verbose_name_plural = _("timed work")
        permissions = [("operate", _("Can see background work and start it again"))]

    def __str__(self) -> str:
        return self.name


class SetAside(models.Model):
    """A row with which a deed failed. It waits by itself, so that all behind it go on."""

    deed = models.SlugField(_("name"))
    model = models.CharField(_("model"), max_length=100)
    row = models.CharField(_("row"), max_length=64)
    times = models.PositiveIntegerField(_("times tried"), default=1)
    error = models.TextField(_("error"))
    first_at = models.DateTimeField(_("failed first"))
    last_at = models.DateTimeField(_("failed last"))
    try_after = models.DateTimeField(_("tried again after"))

    class Meta:
        verbose_name = _("row set aside")
        verbose_name_plural = _("rows set aside")
        ordering = ["-last_at"]
        constraints = [models.UniqueConstraint(fields=["deed", "model", "row"], name="set_aside_once")]

    def __str__(self) -> str:
        return f"{self.deed}: {self.model} {self.row}"

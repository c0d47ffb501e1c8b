"""What is kept about recordings and those who watch them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class RecordingPlace(models.Model):
    """Where a member stopped in the recording of a webinar, whichever of its languages they read."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # The page's `translation_key`.
    work = models.UUIDField(_("webinar"))
    second = models.PositiveIntegerField(_("second"))
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("place in a recording")
        constraints = [models.UniqueConstraint(fields=["member", "work"], name="one_place_per_recording")]

    def __str__(self) -> str:
        return f"{self.work} {self.second}"

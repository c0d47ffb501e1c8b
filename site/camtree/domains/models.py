"""Hosted domains: a host name, its site and what is special about it. Thin today; one row for each Wagtail Site."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site


class Domain(models.Model):
    """A school system's own address on the platform."""

    site = models.OneToOneField(Site, verbose_name=_("site"), on_delete=models.CASCADE, related_name="domain")
    name = models.CharField(_("name"), max_length=120)
    languages = models.JSONField(
        _("languages"),
        default=list,
        blank=True,
        help_text=_("Codes of the languages this domain offers; empty means all."),
    )

    class Meta:
        verbose_name = _("domain")
        verbose_name_plural = _("domains")

    def __str__(self) -> str:
        return self.name

    def offers(self, language: str) -> bool:
        """Whether pages in `language` belong on this domain."""
        return language in (self.languages or [code for code, _name in settings.LANGUAGES])

"""The versions of a report: what was published, and what it said while it was the present one."""

import re
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from research.models.reports import ReportPage

_NUMBER = re.compile(r"\.(\d+)$")


def version_in(identifier: str) -> int:
    """The number at the end of an identifier such as `CT-2026-0041.2`; 1 where there is none."""
    found = _NUMBER.search(identifier)
    return int(found[1]) if found else 1


def work_in(identifier: str) -> str:
    """The identifier of the work, which all its versions share."""
    return _NUMBER.sub("", identifier)


class ReportVersion(models.Model):
    """One version of a report in one language.

    Its words are kept here and not as a pointer at a revision: revisions are cleared away in time. While a version is
    the present one, its words follow what editors correct on the page; after that they stay.
    """

    page = models.ForeignKey(ReportPage, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    identifier = models.CharField(_("identifier"), max_length=24, blank=True)
    published_on = models.DateField(_("published on"), null=True)
    what_changed = models.TextField(_("what changed"), blank=True)
    content = models.JSONField(_("what it said"), encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("version of a report")
        verbose_name_plural = _("versions of reports")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="research_reportversion_once")]

    def __str__(self) -> str:
        return f"{self.identifier or self.page_id}, {self.number}"

    @cached_property
    def report(self) -> ReportPage:
        """The page as it read in this version. Never to be saved."""
        report: Any = self.page.with_content_json(self.content)
        return report

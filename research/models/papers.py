"""The PDF of a report, as it lies in the storage."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from research.models.reports import ReportPage


def paper_path(paper: "ReportPdf", filename: str) -> str:
    """A folder for each content, so that a file that is kept for a year anywhere never goes stale."""
    return f"reports/{paper.digest[:16]}/{filename}"


class ReportPdf(models.Model):
    """The PDF of a report in one language, as the page is now. Made again whenever what stands in it changes."""

    page = models.OneToOneField(ReportPage, on_delete=models.CASCADE, related_name="paper")
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    file = models.FileField(_("file"), upload_to=paper_path, max_length=200)
    size = models.PositiveIntegerField(_("size in bytes"))
    digest = models.CharField(max_length=64, help_text=_("SHA-256 of all that stands in it."))
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        verbose_name = _("PDF of a report")
        verbose_name_plural = _("PDFs of reports")

    def __str__(self) -> str:
        return str(self.file.name)

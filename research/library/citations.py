"""How reports are cited."""

from django.utils.translation import gettext as _

from camtree.core.words.languages import join
from research.library.models import ReportPage


def citation(report: ReportPage, address: str = "") -> str:
    """How to cite a report, as one line of plain text; the title stays in the language of the report."""
    facts = {
        "authors": join(report.author_names),
        "year": report.published_on.year if report.published_on else _("no date"),
        "title": report.title.rstrip(".") + ("" if report.title.endswith(("?", "!", "؟", "？", "。")) else "."),
        "identifier": report.identifier,
    }
    if report.withdrawn_on:
        facts["title"] = _("[Withdrawn] %(title)s") % facts
    if report.identifier:
        line = _("%(authors)s (%(year)s). %(title)s CamTREE, %(identifier)s.") % facts
    else:
        line = _("%(authors)s (%(year)s). %(title)s CamTREE.") % facts
    return f"{line} {address}".strip()

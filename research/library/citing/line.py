"""Our own line, which stands on the page and in the PDF."""

from django.utils.translation import gettext as _

from camtree.core.words.languages import join
from research.library.citing.works import Original, marked_title, words_about
from research.library.models import ReportPage

# Signs behind a title that need no full stop.
ENDS = ("?", "!", "؟", "？", "！", "。", "…")


def citation(report: ReportPage, address: str = "", original: Original | None = None) -> str:
    """How to cite a report, as one line of plain text; the title stays in the language of the report."""
    title = marked_title(report).rstrip(".")
    facts = {
        "authors": join(report.author_names),
        "year": report.issued.day.year if report.issued else _("no date"),
        "title": title if title.endswith(ENDS) else f"{title}.",
        "identifier": report.identifier,
    }
    if report.identifier:
        line = _("%(authors)s (%(year)s). %(title)s CamTREE, %(identifier)s.") % facts
    else:
        line = _("%(authors)s (%(year)s). %(title)s CamTREE.") % facts
    about = f"({words_about(original)})" if original else ""
    # The address may be one that is found when it is asked for.
    return " ".join(part for part in (line.strip(), str(address), about) if part)

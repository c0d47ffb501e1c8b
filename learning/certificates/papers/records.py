"""What stands in the PDF of a record of professional development, as data in one language."""

from pathlib import Path
from typing import Any, Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from camtree.core.papers.typesetting import Paper, language_facts
from camtree.core.templatetags.core_tags import local_date, number
from camtree.members.models import User
from learning.certificates.record import RecordYear, total_hours
from learning.certificates.verification import check_address

TEMPLATE: Final = Path(__file__).parent / "record.typ"


def record_paper(member: User, years: list[RecordYear], language: str) -> Paper:
    """The record of a member, one table for each year."""
    with translation.override(language):
        name = member.display_name.strip()
        return Paper(
            TEMPLATE,
            {
                **language_facts(language),
                "title": _("Record of professional development"),
                "authors": ["CamTREE"],
                "name": name,
                "made": _("As of %(day)s") % {"day": local_date(timezone.localdate())},
                "issuer": _("CamTREE, the Cambridge Teacher Research Exchange"),
                "total": _("Hours in all: %(hours)s") % {"hours": number(total_hours(years))},
                "note": _(
                    "Each certificate can be checked by its code. Sessions without hours are part of a course that is "
                    "counted as a whole. Reviews are confidential: only their number is told."
                ),
                "page_words": _("Page {page} of {pages}"),
                "sections": [{"heading": str(year.year), "in": [_table(year)]} for year in years],
                "nothing": "" if years else _("Nothing yet."),
            },
        )


def _table(year: RecordYear) -> dict[str, Any]:
    rows = []
    for held in year.certificates:
        what: list[Any] = [held.course_title, {"is": "br"}, {"is": "a", "to": check_address(held), "in": [_code(held)]}]
        rows.append([_cell(_("Course")), _cell(*what), _cell(local_date(held.earned_at)), _cell(number(held.hours))])
    for session in year.sessions:
        hours = number(session.hours) if session.is_counted else "–"
        rows.append([_cell(session.kind), _cell(session.title), _cell(local_date(session.attended_at)), _cell(hours)])
    if year.reviews:
        words = ngettext("%(n)s review", "%(n)s reviews", year.reviews) % {"n": number(year.reviews)}
        rows.append([_cell(_("Reviews")), _cell(words), _cell("–"), _cell("–")])
    rows.append([_cell(_("Hours of the year"), is_head=True, columns=3), _cell(number(year.hours), is_head=True)])
    head = [
        *(pgettext("column of a record", "kind"), pgettext("column of a record", "what")),
        *(pgettext("column of a record", "day"), pgettext("column of a record", "hours")),
    ]
    return {
        "is": "table",
        "width": 4,
        "caption": [],
        "head": [[_cell(word, is_head=True) for word in head]],
        "rows": rows,
    }


def _code(certificate: Any) -> str:
    return f"\u2066{certificate.shown_code}\u2069"


def _cell(*run: Any, is_head: bool = False, columns: int = 1) -> dict[str, Any]:
    return {"in": list(run), "is_head": is_head, "columns": columns, "rows": 1}

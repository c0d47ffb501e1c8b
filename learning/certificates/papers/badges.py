"""The picture of a badge, as data in the language of the certificate."""

from pathlib import Path
from typing import Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from camtree.core.papers.typesetting import Paper, language_facts
from learning.certificates.models import Certificate
from learning.certificates.papers.certificates import LEAF, MARK, PALE

TEMPLATE: Final = Path(__file__).parent / "badge.typ"
# Letters of a title that the round has room for.
TITLE: Final = 110


def badge_paper(certificate: Certificate) -> Paper:
    """One for all who completed a course in a year: nothing in it tells of its holder."""
    year = timezone.localtime(certificate.earned_at).year
    title = certificate.course_title
    with translation.override(certificate.language):
        data = {
            **language_facts(certificate.language),
            "course": title if len(title) <= TITLE else title[: TITLE - 1].rstrip() + "…",
            "says": _("Completed in %(year)s") % {"year": year},
        }
    return Paper(TEMPLATE, data, pictures={"mark.svg": MARK.replace(LEAF, PALE)})

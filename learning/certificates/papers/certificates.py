"""What stands in the PDF of a certificate, as data in the language of the certificate."""

import unicodedata
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from camtree.core.papers.typesetting import Paper, address_run, language_facts
from camtree.core.templatetags.core_tags import local_date, number, plural_number
from learning.certificates.models import Certificate
from learning.certificates.qr import qr_svg
from learning.certificates.verification import check_address

TEMPLATE: Final = Path(__file__).parent / "certificate.typ"
# Cut to nothing: a logo is shown whole, and may be see-through.
LOGO = "max-600x300|format-png"
# Outcomes on paper, and the room for them in letters; all of them stand at the address of the check.
OUTCOMES, ROOM = 6, 520
# Letters of a name or a title that fit on a line.
LINE = 36


def certificate_paper(certificate: Certificate) -> Paper:
    """A certificate on one page, across."""
    address = check_address(certificate)
    with translation.override(certificate.language):
        paper = Paper(
            TEMPLATE,
            {
                **language_facts(certificate.language),
                "title": _("Certificate: %(course)s") % {"course": certificate.course_title},
                "authors": ["CamTREE"],
                "eyebrow": _("CamTREE certificate"),
                "says": _("This is to certify that"),
                "name": certificate.name,
                "has_completed": _("has completed the course"),
                "course": certificate.course_title,
                "hours": _hours(certificate),
                "outcomes_heading": _("Whoever has completed it can"),
                "outcomes": _fitting(certificate),
                "facts": _facts(certificate),
                "issuer": _("CamTREE, the Cambridge Teacher Research Exchange"),
                "partner": _("Together with %(partner)s") % {"partner": certificate.partner_name}
                if certificate.partner_name
                else "",
                "check": _("Check it here"),
                "address": address_run(address),
                "qr": {"file": "qr.svg", "alt": _("QR code that leads to %(address)s") % {"address": address}},
                "logo": None,
            },
        )
    paper.pictures["qr.svg"] = qr_svg(address)
    paper.pictures["mark.svg"] = MARK
    paper.pictures["rings.svg"] = MARK.replace(LEAF, PALE)
    logo = certificate.partner_logo
    if logo is not None:
        alt = logo.description or certificate.partner_name or logo.title
        paper.data["logo"] = {"file": paper.add_picture(logo, LOGO), "alt": alt}
    return paper


def _fitting(certificate: Certificate) -> list[str]:
    """As many outcomes as a page holds beside the name and the title, which take their room first."""
    room = ROOM - sum(2 * max(0, _width(words) - LINE) for words in (certificate.name, certificate.course_title))
    found: list[str] = []
    for outcome in certificate.outcomes[:OUTCOMES]:
        room -= _width(outcome)
        if room < 0:
            break
        found.append(outcome)
    return found


def _width(words: str) -> int:
    """Letters as wide as Latin ones; Chinese ones are twice as wide."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in words)


def _hours(certificate: Certificate) -> str:
    if not certificate.hours:
        return ""
    count = plural_number(certificate.hours)
    words = translation.ngettext("%(n)s hour of study", "%(n)s hours of study", count)
    return words % {"n": number(certificate.hours)}


def _facts(certificate: Certificate) -> list[dict[str, Any]]:
    facts = [
        (_("Completed on"), local_date(certificate.earned_at)),
        (_("Given on"), local_date(certificate.issued_at)),
        (_("Valid until"), local_date(certificate.expires_on)),
        (pgettext("of a certificate", "Code"), f"\u200e{certificate.shown_code}"),
    ]
    # Each by itself, so that a day keeps its order beside a word that runs the other way.
    return [{"term": term, "in": [f"\u2068{words}\u2069"]} for term, words in facts if words]


LEAF: Final = b"#1f5e4b"
PALE: Final = b"#e9f1ea"
# The mark of the house (static/camtree/img/mark.svg) in the one green of paper.
MARK: Final = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><g fill="none" stroke="' + LEAF + b'">'
    b'<ellipse cx="15" cy="16.5" rx="2.4" ry="2.1" stroke-width="1.6"/>'
    b'<path stroke-width="2.8" d="M16 7c5.6 0 9 4 9 9.4S21.4 25.5 15.7 25.5 6.5 21.6 6.5 16.3 10.4 7 16 7Z"/>'
    b'<path stroke-width="1.8" d="M16.5 1.7c8.3 0 13.8 5.9 13.8 14S24.6 30.3 16 30.3 1.7 24.4 1.7 16.3'
    b' 8.3 1.7 16.5 1.7Z"/>'
    b"</g></svg>"
)

"""Which report stands at an address that somebody pasted: ours, a DOI, or a handle of the library it came from."""

import re
from typing import Final
from urllib.parse import unquote

from django.db.models import Q

from camtree.core.words.locales import active_locale
from camtree.search.pasted import addresses
from research.library.models import ReportPage
from research.publishing.models import DoiDeposit

_OURS: Final = re.compile(r"/research/reports/([^/?#]+)")
_DOI: Final = re.compile(r"(?:doi\.org/|doi:\s?)(10\.\d{4,9}/[^?#\s]+)", re.IGNORECASE)
_HANDLE: Final = re.compile(r"(?:hdl\.handle\.net/|/handle/|hdl:\s?)(\d[\w.]*/[^/?#\s]+)", re.IGNORECASE)

# How a library that we took reports from calls its own handles (research.library.importers.dspace_csv).
_STARTS: Final = ("", "hdl:", "http://hdl.handle.net/", "https://hdl.handle.net/")


@addresses.marks("reports")
def words_for(address: str) -> str:
    """The identifier of the report, or its title as a phrase where it has none; "" where no public report is there."""
    address = unquote(address)
    where = _where(address)
    if where is None:
        return ""
    works = ReportPage.objects.live().public().filter(where).order_by().values("translation_key")
    report = ReportPage.objects.shown_in(active_locale()).filter(translation_key__in=works).first()
    if report is None:
        return ""
    return report.identifier or '"{}"'.format(re.sub(r'["“”„«»「」『』＂]', " ", report.title))


def _where(address: str) -> Q | None:
    if found := _OURS.search(address):
        return Q(slug=found[1])
    if found := _DOI.search(address):
        return Q(translation_key__in=DoiDeposit.objects.filter(doi__iexact=found[1].rstrip("/")).values("work"))
    if found := _HANDLE.search(address):
        return Q(imported_from__in=[f"dspace:{start}{found[1]}" for start in _STARTS])
    return None

"""Files for reference programs."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched, islice
from typing import Final

from django.http import HttpRequest, HttpResponse
from wagtail.models import Locale

from camtree.core.http.attachments import attached
from research.library.citing import bibtex, csl, ris
from research.library.citing.works import Cited, cited
from research.library.models import ReportPage

# So many reports go into one file. More are left out, and whoever offers the file says so.
MOST: Final = 2_000
AT_ONCE: Final = 250


@dataclass(frozen=True)
class Format:
    """A kind of file: its name in addresses and for people, how it is sent, and who writes it."""

    name: str
    label: str
    content_type: str
    ending: str
    written: Callable[[Iterable[Cited]], str]


FORMATS: Final = {
    kind.name: kind
    for kind in (
        Format("bibtex", "BibTeX", "application/x-bibtex; charset=utf-8", "bib", bibtex.written),
        Format("ris", "RIS", "application/x-research-info-systems; charset=utf-8", "ris", ris.written),
        Format("csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl.written),
    )
}


def export(reports: Iterable[ReportPage], kind: Format, request: HttpRequest | None = None) -> str:
    """One file of the first 2,000 reports, in their order: those that the caller may show to whoever asked.

    Only their primary keys are used. What is told of them is loaded here, 250 at a time, without their long texts.
    """
    return kind.written(cited_by_keys((report.pk for report in reports), request))


def cited_by_keys(
    keys: Iterable[int], request: HttpRequest | None = None, *, reader: Locale | None = None
) -> Iterator[Cited]:
    """What citations tell of the first 2,000 reports with these keys, in their order; 250 are held at a time."""
    for some in batched(islice(keys, MOST), AT_ONCE):
        yield from cited(_loaded(some), request, reader=reader)


def _loaded(ids: Iterable[int]) -> list[ReportPage]:
    found = ReportPage.objects.defer_streamfields().in_bulk(list(ids))
    return [found[pk] for pk in ids if pk in found]


def answer(content: str, kind: Format, name: str) -> HttpResponse:
    """The file to keep, as `name` with its ending."""
    response = HttpResponse(content, content_type=kind.content_type)
    response["Content-Disposition"] = attached(name, kind.ending)
    return response

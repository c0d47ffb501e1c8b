"""RIS, which every reference program reads: a tag and a value on each line
(https://en.wikipedia.org/wiki/RIS_(file_format))."""

from collections.abc import Iterable, Iterator

from research.library.citing.works import PUBLISHER, Cited
from research.library.models import ReportAuthor
from research.library.names import is_whole

END = "\r\n"


def written(works: Iterable[Cited]) -> str:
    """A file of records."""
    return END.join(_record(work) for work in works)


def _record(work: Cited) -> str:
    lines = [f"{tag}  - {one_line}" for tag, value in _values(work) if (one_line := " ".join(value.split()))]
    return END.join([*lines, "ER  - ", ""])


def _values(work: Cited) -> Iterator[tuple[str, str]]:
    yield "TY", "RPRT"
    yield "ID", work.key
    yield "TI", work.title
    for author in work.authors:
        yield "AU", _name(author)
    if work.issued:
        yield "PY", str(work.issued.day.year)
        yield "DA", work.issued.slashed
    yield "PB", PUBLISHER
    yield "SN", work.identifier
    yield "M3", work.kind
    yield "DO", work.doi
    yield "UR", work.address
    yield "LA", work.language
    yield "AB", work.abstract
    for keyword in work.keywords:
        yield "KW", keyword
    if work.original:
        yield "OP", work.original.title
    for note in [*work.notes, work.native_names]:
        yield "N1", note


def _name(author: ReportAuthor) -> str:
    """A comma parts family name and given names: a whole name may have none."""
    return author.name.replace(",", "") if is_whole(author) else author.inverted_name

"""BibTeX, in UTF-8, as biber and today's BibTeX read it."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from research.library.citing.works import PUBLISHER, Cited
from research.library.models import ReportAuthor
from research.library.names import is_whole

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts brackets, also those behind a backslash: a bracket of the text is called by its name.
_SIGNS: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_SPECIAL: Final = re.compile("|".join(re.escape(sign) for sign in _SIGNS))


def written(works: Iterable[Cited]) -> str:
    """A file of entries, each under a key of its own."""
    taken: dict[str, int] = {}
    return "\n".join(_entry(work, taken) for work in works)


def _entry(work: Cited, taken: dict[str, int]) -> str:
    taken[work.key] = number = taken.get(work.key, 0) + 1
    key = work.key if number == 1 else f"{work.key}-{number}"
    fields = "".join(f"  {name} = {value},\n" for name, value in _fields(work))
    return f"@techreport{{{key},\n{fields}}}\n"


def _fields(work: Cited) -> Iterator[tuple[str, str]]:
    # In brackets twice: the capitals of a title stay as they are.
    yield "title", f"{{{{{_escaped(work.title)}}}}}"
    if work.authors:
        yield "author", f"{{{' and '.join(_name(author) for author in work.authors)}}}"
    # An annotation of biblatex, by the place of the name: others pass it over.
    native = [f'{n}="{_escaped(author.native_name)}"' for n, author in enumerate(work.authors, 1) if author.native_name]
    if native:
        yield "author+an:native", f"{{{'; '.join(native)}}}"
    if work.issued:
        year, *rest = work.issued.parts
        yield "year", f"{{{year}}}"
        if rest:
            yield "month", MONTHS[rest[0] - 1]
        if rest[1:]:
            yield "day", f"{{{rest[1]}}}"
    rows = {
        "institution": PUBLISHER,
        "number": work.identifier,
        "type": work.kind,
        "doi": work.doi,
        "language": work.language,
        "keywords": ", ".join(work.keywords),
        "origtitle": work.original.title if work.original else "",
        "origlanguage": work.original.language if work.original else "",
        "abstract": work.abstract,
        "note": " ".join(work.notes),
    }
    for name, value in rows.items():
        if value:
            yield name, f"{{{_escaped(value)}}}"
    # Read as it stands, by all who know the field.
    yield "url", f"{{{work.address}}}"


def _name(author: ReportAuthor) -> str:
    if is_whole(author):
        return f"{{{_escaped(author.name)}}}"
    return ", ".join(_part(part) for part in (author.family_name, author.given_name))


def _part(text: str) -> str:
    """A part of a name; one that BibTeX would part again is bracketed."""
    is_parted = "," in text or re.search(r"\band\b", text, re.IGNORECASE)
    return f"{{{_escaped(text)}}}" if is_parted else _escaped(text)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _SIGNS[found[0]], " ".join(text.split()))

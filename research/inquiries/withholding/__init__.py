"""Blind review is a promise: what tells who wrote a text is taken out of it before a reviewer reads it.

`withhold` is the one way: for a title, an abstract, a section, a reference, a caption, the words beside a picture, the
name of a file, a letter. What is surely one of the people or their school reads “[name withheld]”. What may be a word
like any other stays, and is told to the editors with the words around it (docs/decisions/0016).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape
from typing import Final

from research.inquiries.withholding.matching import Likely, Names
from research.inquiries.withholding.people import Person, Place
from research.inquiries.withholding.reading import edits_of, read

__all__ = ["Likely", "Names", "Person", "Place", "Withheld", "withhold"]

_ATTRIBUTE: Final = re.compile(r"\s*\b([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SPOKEN: Final = frozenset({"alt", "title", "summary", "aria-label"})


@dataclass(frozen=True)
class Withheld:
    """A text without names; what was surely one and is gone, and what is only likely and still there."""

    text: str
    sure: tuple[str, ...] = ()
    likely: tuple[Likely, ...] = ()


def withhold(text: str, names: Names, *, instead: str, in_html: bool = True) -> Withheld:
    """`text` with `instead` for every name. HTML stays well formed; a text without names stays as it is, byte by byte.

    An address of a link that tells somebody is taken away, and the words of the link stay.
    """
    reading = read(text, in_html=in_html)
    found = names.found_in(reading.text)
    edits = list(edits_of(reading, found.sure, escape(instead) if in_html else instead))
    sure = [reading.text[begin:end] for begin, end in found.sure]
    likely = list(found.likely)
    for begin, end in reading.tags:
        for attribute in _ATTRIBUTE.finditer(text, begin, end):
            name, value = attribute[1].lower(), unescape(attribute[2] or attribute[3] or "")
            if name in _SPOKEN:
                inside = withhold(value, names, instead=instead, in_html=False)
                sure += inside.sure
                likely += inside.likely
                if inside.text != value:
                    edits.append((*attribute.span(), f' {name}="{escape(inside.text)}"'))
            elif name == "href" and names.tells(value):
                sure.append(value)
                edits.append((*attribute.span(), ""))
    return Withheld(_edited(text, edits), tuple(dict.fromkeys(sure)), tuple(dict.fromkeys(likely)))


def _edited(text: str, edits: Iterable[tuple[int, int, str]]) -> str:
    pieces, last = [], 0
    for begin, end, instead in sorted(edits):
        pieces += [text[last:begin], instead]
        last = end
    return "".join([*pieces, text[last:]])

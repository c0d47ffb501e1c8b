"""What a person reads in a text, and where each sign of it stands there.

Names hide from a plain search behind marks: inside inline tags, as entities, with soft hyphens and signs of no width
between their letters. A reading leaves these out and remembers where every visible sign begins and ends, so that words
found in it can be replaced in the text itself while every tag stays.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

# Signs without width or of mere layout: soft hyphen, joiners, marks of direction, Arabic tatweel.
UNSEEN: Final = (
    "\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_TAG: Final = r"</?[a-zA-Z](?:[^\"'>]|\"[^\"]{0,9000}\"|'[^']{0,9000}')*+>"
_ENTITY: Final = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,32});"
_PIECE_OF_HTML: Final = re.compile(rf"{_TAG}|{_ENTITY}|[{UNSEEN}]+|[^<&{UNSEEN}]+|.")
_PIECE_OF_TEXT: Final = re.compile(rf"[{UNSEEN}]+|[^{UNSEEN}]+")
_UNSEEN: Final = re.compile(rf"[{UNSEEN}]")
_TAG_NAME: Final = re.compile(r"</?\s*([a-zA-Z][a-zA-Z0-9]*)")
# Between these no name goes on. Whatever else is a tag stands inside a line.
_BLOCKS: Final = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "caption",
        "figure",
        "figcaption",
        "hr",
        "br",
        "img",
        "div",
        "section",
    ]
)


@dataclass
class Reading:
    """The visible text; `starts` and `ends` say where in the source each of its signs begins and ends."""

    source: str
    text: str = ""
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    # Tags that carry words of their own: where they begin and end in the source.
    tags: list[tuple[int, int]] = field(default_factory=list)


def read(source: str, *, in_html: bool) -> Reading:
    """The reading of a text, or of HTML whose tags are closed."""
    reading, pieces = Reading(source), []
    for match in (_PIECE_OF_HTML if in_html else _PIECE_OF_TEXT).finditer(source):
        piece, begin, end = match[0], match.start(), match.end()
        if _UNSEEN.match(piece):
            continue
        if in_html and piece.startswith("<") and len(piece) > 1:
            name = _TAG_NAME.match(piece)
            if "=" in piece:
                reading.tags.append((begin, end))
            piece = "\n" if name and name[1].lower() in _BLOCKS else ""
        elif in_html and piece.startswith("&") and len(piece) > 1:
            piece = _UNSEEN.sub("", unescape(piece))
        else:
            pieces.append(piece)
            reading.starts.extend(range(begin, end))
            reading.ends.extend(range(begin + 1, end + 1))
            continue
        pieces.append(piece)
        reading.starts.extend([begin] * len(piece))
        reading.ends.extend([end] * len(piece))
    reading.text = "".join(pieces)
    return reading


def edits_of(reading: Reading, spans: Iterable[tuple[int, int]], instead: str) -> Iterator[tuple[int, int, str]]:
    """How to put `instead` for each of the spans of a reading, which do not overlap: where in the source, and what.

    Tags inside a name stay, so that HTML stays well formed; the letters around them go, and signs nobody sees.
    """
    for begin, end in spans:
        here, words = begin, instead
        while here < end:
            until = here + 1
            while until < end and "<" not in reading.source[reading.ends[until - 1] : reading.starts[until]]:
                until += 1
            yield reading.starts[here], reading.ends[until - 1], words
            here, words = until, ""

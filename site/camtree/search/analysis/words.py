"""The words of a text, as they stand there: letters, marks and digits, with what joins them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from camtree.search.analysis.folding import fold

# Letters and digits, the marks upon them (which `\w` leaves out), and signs that nobody sees.
_PART = (
    r"(?:[^\W_]|[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ece\u0f18-\u0fbc\u102b-\u109d\u1712-\u1773\u17b4-\u17d3"
    r"\u00ad\u200c\u200d\u1dc0-\u1dff])+"
)
APOSTROPHES = "'’ʼ‘＇`´"
# Hyphens of every kind but the dash, and what joins the parts of an identifier.
_JOINS = r"[-\u2010\u2011\uff0d./_]"
WORD = re.compile(rf"{_PART}(?:(?:[{APOSTROPHES}]|{_JOINS}){_PART})*")
_BETWEEN = re.compile(rf"[{APOSTROPHES}]|{_JOINS}")
# Scripts without spaces between words, and Korean, whose words carry their grammar with them: pairs of letters stand
# for words there.
RUN = re.compile(
    r"[\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003134f]+"
)


@dataclass(frozen=True)
class Word:
    """A word of a text: what was written, where, and its parts as they are folded."""

    written: str
    start: int
    end: int
    parts: tuple[str, ...]
    # Whether an apostrophe stands between the parts, and nothing else.
    is_elided: bool = False

    @property
    def whole(self) -> str:
        return "".join(self.parts)


def words_in(text: str) -> Iterator[Word]:
    """The words of a text in their order; runs of a script without spaces come as words of their own."""
    for match in WORD.finditer(text):
        written, at = match.group(), match.start()
        if written.isascii() or not RUN.search(written):
            yield from _word(written, at)
            continue
        last = 0
        for run in RUN.finditer(written):
            if run.start() > last:
                yield from _word(written[last : run.start()], at + last)
            yield from _word(run.group(), at + run.start())
            last = run.end()
        if last < len(written):
            yield from _word(written[last:], at + last)


def _word(written: str, at: int) -> Iterator[Word]:
    if written.isalnum():
        parts: tuple[str, ...] = (fold(written),)
        is_elided = False
    else:
        parts = tuple(folded for part in _BETWEEN.split(written) if (folded := fold(part)))
        is_elided = len(parts) > 1 and not re.search(_JOINS, written)
    if parts and any(parts):
        yield Word(written, at, at + len(written), parts, is_elided)


def is_run(folded: str) -> bool:
    """Whether these letters are of a script without spaces."""
    return RUN.match(folded) is not None


def pairs(folded: str) -> list[str]:
    """The pairs of neighbours of a run, which stand for its words; a single letter stands for itself."""
    return [folded[place : place + 2] for place in range(len(folded) - 1)] or [folded]

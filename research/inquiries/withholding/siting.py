"""Where words of a text name a place where somebody works, and how sure that is."""

import re
from dataclasses import dataclass, field
from typing import Final

from research.inquiries.withholding.lists import PLACES
from research.inquiries.withholding.people import Known
from research.inquiries.withholding.text_words import LONGEST_NAME, Run, Word

_OF_PLACE: Final = re.compile(r"(?:['’]s)?[ \u00a0'’\-\u2010-\u2015]{0,2}")


def place_at(text: str, words: list[Word], place: int, known: Known) -> Run | None:
    """The words of a place that begin at a word: its name with what kind of place it is, or the name alone."""
    found = _gather_place(text, words, place, known)
    if not found.cores:
        return None
    begin_at = place
    while not (found.cores | PLACES) & words[begin_at].keys:
        begin_at += 1
    own_kinds = known.kinds & PLACES
    if known.is_whole:
        is_all = (
            found.cores >= known.cores - known.weak and found.kinds >= own_kinds and len(found.cores | own_kinds) > 1
        )
        return found.run(words, begin_at, is_sure=True) if is_all else None
    is_named = bool(found.kinds & own_kinds)
    saint = "" if is_named or len(found.cores) > 1 else known.saints.get(min(found.cores), "")
    if saint:
        has_saint = begin_at > 0 and saint in words[begin_at - 1].keys
        return found.run(words, begin_at - has_saint, is_sure=has_saint and found.is_capital)
    if found.is_capital and (is_named or len(found.cores) > 1):
        return found.run(words, begin_at, is_sure=True)
    if found.cores <= known.weak:
        return found.run(words, begin_at, is_sure=False) if found.is_capital else None
    return found.run(words, begin_at, is_sure=found.cores == known.cores and found.is_capital)


@dataclass
class _Named:
    """Words of one place beside each other."""

    cores: set[str] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    is_capital: bool = False
    end: int = 0
    until: int = 0

    def run(self, words: list[Word], begin_at: int, *, is_sure: bool) -> Run:
        return Run(words[begin_at].begin + words[begin_at].cut, self.end, self.until, is_sure)


def _gather_place(text: str, words: list[Word], place: int, known: Known) -> _Named:
    found, here = _Named(until=place + 1), place
    while here < min(len(words), place + LONGEST_NAME):
        word = words[here]
        if here > place and (word.cut or not _belongs(text[words[here - 1].end : word.begin], words[here - 1])):
            break
        core = min(word.keys & known.cores, default="")
        kind = min(word.keys & known.kinds, default="")
        is_name = word.is_capital or not word.is_cased
        if core and core not in found.cores and (core not in known.weak or is_name):
            found.cores.add(core)
            found.is_capital = found.is_capital or is_name
            found.end, found.until = word.end, here + 1
        elif kind and kind not in found.kinds:
            found.kinds.add(kind)
            if found.cores and kind in PLACES:  # “of” and “the” between two words of it end nothing
                found.end, found.until = word.end, here + 1
        else:
            break
        here += 1
    return found


def _belongs(gap: str, before: Word) -> bool:
    """Whether the name of a place can go on after these signs: “St. Mary’s”."""
    return bool(_OF_PLACE.fullmatch(gap)) or (before.end - before.begin <= 3 and gap in {". ", "."})

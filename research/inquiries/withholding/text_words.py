"""The words of a text, and which of them occur in a name: as they are, or with something written on to them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from research.inquiries.withholding.folding import APOSTROPHES, WORD, fold, keys_of
from research.inquiries.withholding.lists import NEVER

# Words of one name beside each other; more than this is no name.
LONGEST_NAME: Final = 12
# What may stand between two words that belong closely together.
TIGHT: Final = re.compile(r"[ \u00a0'’\-\u2010-\u2015]{0,2}")
_APOSTROPHE: Final = re.compile(f"[{APOSTROPHES}]")
_ARABIC: Final = re.compile("[\u0600-\u06ff]")
_HEBREW: Final = re.compile("[\u0590-\u05ff]")
JOINED: Final = (
    "و",
    "ف",
    "ب",
    "ك",
    "ل",
    "س",
    "ول",
    "وب",
    "وك",
    "فل",
    "فب",
    "فك",
    "ال",
    "وال",
    "فال",
    "بال",
    "كال",
    "وبال",
    "فبال",
    "لل",
    "ولل",
    "فلل",
)
_JOINED_HEBREW: Final = ("ו", "ה", "ב", "כ", "ל", "מ", "ש", "וה", "וב", "ול", "ומ", "וש", "שה", "מה", "כש")
# Of the possessive where no apostrophe stands: of a family, in German, in Icelandic.
_ENDINGS: Final = ("s", "es", "ns", "ar")


class Word(NamedTuple):
    """A word of a text that occurs in a name: where it stands, its keys, and how many signs before the name it has."""

    begin: int
    end: int
    keys: frozenset[str]
    cut: int
    is_cased: bool
    is_capital: bool


_NO_KEYS: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Run:
    """Words beside each other that name one person or place; `until` is the first word after them."""

    begin: int
    end: int
    until: int
    is_sure: bool


@dataclass
class Spans:
    """Places in a text that do not overlap."""

    _taken: set[int] = field(default_factory=set)
    _spans: list[tuple[int, int]] = field(default_factory=list)

    def add(self, begin: int, end: int) -> None:
        if end > begin and not self.touches(begin, end):
            self._spans.append((begin, end))
            self._taken.update(range(begin, end))

    def touches(self, begin: int, end: int) -> bool:
        return not self._taken.isdisjoint(range(begin, end))

    def sorted(self) -> list[tuple[int, int]]:
        return sorted(self._spans)


def fold_of(text: str, words: list[Word], place: int) -> str:
    return fold(text[words[place].begin : words[place].end]) if 0 <= place < len(words) else ""


class Vocabulary:
    """All words of all names. Remembers what it was asked for: a long text says the same words again and again."""

    def __init__(self, words: Iterable[str], stems: Mapping[str, str]) -> None:
        self._vocabulary = frozenset(words)
        self._stems = stems
        self._memory: dict[str, tuple[frozenset[str], int, int, int] | None] = {}

    def words_of(self, text: str) -> list[Word]:
        """Every word; those that occur in no name have no keys."""
        words = []
        for match in WORD.finditer(text):
            written, begin = match[0], match.start()
            if written not in self._memory:
                self._memory[written] = self._recognised(written)
            known = self._memory[written]
            if known is None:
                words.append(Word(begin, match.end(), _NO_KEYS, 0, False, False))
                continue
            keys, first, last, cut = known
            is_cased = written.lower() != written.upper() and not "\u10a0" <= written[0] <= "\u10ff"
            is_capital = is_cased and written[first] != written[first].lower()
            words.append(Word(begin + first, begin + last, keys, cut, is_cased, is_capital))
        return words

    def _recognised(self, written: str) -> tuple[frozenset[str], int, int, int] | None:
        """The keys under which a word occurs in a name, where in it that name begins and ends, and how many signs of
        a joined particle stand before it. “d’Amélie” holds “Amélie”, “Odera’s” holds “Odera”."""
        if written in NEVER:
            return None
        for first, last in _between_apostrophes(written):
            if keys := keys_of(written[first:last]) & self._vocabulary:
                return frozenset(keys), first, last, 0
        plain = keys_of(written)
        if keys := frozenset(self._without_endings(plain)):
            return keys, 0, len(written), 0
        joined = JOINED if _ARABIC.match(written) else _JOINED_HEBREW if _HEBREW.match(written) else ()
        for front in joined:
            for key in plain:
                rest = key.removeprefix(front)
                if rest != key and len(rest) >= 3 and rest in self._vocabulary:
                    kept = front[:-1] if front.endswith("لل") else front.removesuffix("ال")
                    return frozenset({rest}), 0, len(written), _cut(written, kept)
        return None

    def _without_endings(self, plain: Iterable[str]) -> Iterator[str]:
        """The names that a word is a form of: “Oderas”, “odera2”, “Ивановой”."""
        for key in plain:
            shorn = [key.removesuffix(ending) for ending in _ENDINGS if key.endswith(ending)]
            shorn.append(key.rstrip("0123456789"))
            yield from (name for name in shorn if len(name) >= 4 and name != key and name in self._vocabulary)
            for length in range(len(key) - 3, len(key)):
                if length >= 4 and key[:length] in self._stems:
                    yield self._stems[key[:length]]


def _between_apostrophes(written: str) -> Iterator[tuple[int, int]]:
    """Where a name may begin and end in a word: the whole, without what is written on behind, or before."""
    yield 0, len(written)
    cuts = [match.start() for match in _APOSTROPHE.finditer(written)]
    if not cuts:
        return
    yield 0, cuts[-1]
    if cuts[0] <= 3:
        yield cuts[0] + 1, len(written)
        if len(cuts) > 1:
            yield cuts[0] + 1, cuts[-1]


def _cut(written: str, front: str) -> int:
    """How many signs of a word, vowel signs and all, are the joined particle before the name."""
    length = 0
    while length < len(written) and len(fold(written[:length])) < len(front):
        length += 1
    while length < len(written) and fold(written[: length + 1]) == front:
        length += 1
    return length

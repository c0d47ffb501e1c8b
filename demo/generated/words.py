"""Words of twelve languages, and how often each is taken: as in texts of people, the second half as often as the first.

What a work is about is told by numbers. The same number is the same thing in every language, so that a translation
says in its language what the original says.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

CONTENT = Path(__file__).parents[1] / "content" / "generated"
# How many texts of a thousand are written in each.
SHARES = {
    "en": 400, "es": 140, "zh-hans": 100, "fr": 90, "ar": 80, "pt": 50,
    "de": 30, "sw": 30, "kk": 30, "hi": 20, "ja": 20, "ko": 10,
}  # fmt: skip
# Invented names of tasks: the long tail, of which most stand in a handful of texts.
NAMES = 20_000
# Has no common divisor with 28³, so that neighbours in how often they are taken do not look alike.
_APART = 7919


@dataclass(frozen=True)
class Language:
    """Words and sentences of one language, as its file in demo/content/generated has them."""

    code: str
    phrases: list[str]
    titles: list[str]
    sentences: list[str]
    syllables: list[str]
    given: list[Any]
    family: list[Any]
    places: dict[str, list[str]]
    # How a name is written: in Latin letters as people say it, and in the language's own script.
    family_first: bool = False
    space: str = " "

    def name(self, rank: int) -> str:
        """An invented name of a task, three syllables long; the lower the rank, the more often it is taken."""
        size = len(self.syllables)
        number, syllables = (rank * _APART) % size**3, []
        for _place in range(3):
            number, syllable = divmod(number, size)
            syllables.append(self.syllables[syllable])
        return "".join(syllables).capitalize()

    def person(self, rng: Random) -> tuple[str, str]:
        """A name as it is printed, and in its own script where that is another."""
        given, family = rng.choice(self.given), rng.choice(self.family)
        if isinstance(given, str):
            return f"{given} {family}", ""
        first, last = (family, given) if self.family_first else (given, family)
        return f"{first[0]} {last[0]}", f"{first[1]}{self.space}{last[1]}"


@cache
def languages() -> dict[str, Language]:
    """Every language by its code, in the order of SHARES."""
    return {
        code: Language(code, **tomllib.loads((CONTENT / f"{code}.toml").read_text(encoding="utf-8"))) for code in SHARES
    }


@cache
def _cumulative(size: int) -> Sequence[float]:
    return list(accumulate(1 / rank for rank in range(1, size + 1)))


def draw(rng: Random, size: int, number: int) -> list[int]:
    """So many different numbers below `size`, the first by far the most often (Zipf's law), in the order drawn."""
    found: dict[int, None] = {}
    while len(found) < number:
        found.update(dict.fromkeys(rng.choices(range(size), cum_weights=_cumulative(size), k=number - len(found))))
    return list(found)

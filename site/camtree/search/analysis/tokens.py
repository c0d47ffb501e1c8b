"""A text to tokens: what the index holds of it.

A token is a folded word ("ninos"), or a stem with its language before it ("es:nin"): a stem says something only among
words of its language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from camtree.search.analysis.stems import stem, stemming_of, without_elision
from camtree.search.analysis.words import Word, is_run, pairs, words_in

LONGEST_TOKEN: Final = 60


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a text and the place of its word, counted from 1."""

    text: str
    place: int
    # The one by which phrases find the word; others are further ways to ask for it.
    is_main: bool = True


@lru_cache(maxsize=200_000)
def main_token(folded: str, language: str) -> str:
    """What stands for a folded word in a text of this language."""
    folded = folded[:LONGEST_TOKEN]
    of = stemming_of(folded, language)
    return f"{of}:{stem(folded, of)}" if of else folded


def tokens_of(text: str, language: str, *, first: int = 1) -> Iterator[Token]:
    """The tokens of a text in their order. All of one word have one place."""
    place = first
    for word in words_in(text):
        if is_run(word.parts[0]):
            yield from _of_run(word.parts[0], place)
            place += max(1, len(word.parts[0]) - 1)
        elif len(word.parts) == 1 or word.is_elided:
            base = bases(word, language)
            token = main_token(base[0], language)
            yield Token(token, place)
            yield from (Token(other, place, is_main=False) for other in base if other != token)
            place += 1
        else:
            for at, part in enumerate(word.parts):
                token = main_token(part, language)
                yield Token(token, place + at)
                if token != part:
                    yield Token(part, place + at, is_main=False)
            yield Token(word.whole[:LONGEST_TOKEN], place, is_main=False)
            place += len(word.parts)


def _of_run(run: str, place: int) -> Iterator[Token]:
    for at, pair in enumerate(pairs(run)):
        yield Token(pair, place + at)
    if len(run) > 1:
        for at, letter in enumerate(run):
            yield Token(letter, place + at, is_main=False)


def bases(word: Word, language: str) -> list[str]:
    """A word without what is elided before or after it, and the word as a whole."""
    if not word.is_elided:
        return [word.whole]
    return list(dict.fromkeys([without_elision(word.parts, language), word.whole]))

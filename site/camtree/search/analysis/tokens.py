"""A text to tokens: what the index holds of it.

A token is a folded word ("ninos"), or a stem with its language before it ("es:nin"): a stem says something only among
words of its language.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from camtree.search.analysis.stems import stem, stemming_of, without_elision, without_preposition
from camtree.search.analysis.words import WORD, Word, is_run, pairs, words_in

LONGEST_TOKEN: Final = 60


class Token(NamedTuple):
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
    for match in WORD.finditer(text):
        width, tokens = tokens_of_word(match.group(), language)
        for token, at, is_main in tokens:
            yield Token(token, place + at, is_main)
        place += width


@lru_cache(maxsize=100_000)
def tokens_of_word(written: str, language: str) -> tuple[int, tuple[Token, ...]]:
    """How many places what is written takes, and its tokens with their places counted from 0."""
    place = 0
    tokens: list[Token] = []
    for word in words_in(written):
        if is_run(word.parts[0]):
            tokens += _of_run(word.parts[0], place)
            place += max(1, len(word.parts[0]) - 1)
        elif len(word.parts) == 1 or word.is_elided:
            base = bases(word, language)
            token = main_token(base[0], language)
            others = {form: None for other in base for form in (other, main_token(other, language)) if form != token}
            tokens += [Token(token, place), *(Token(other, place, is_main=False) for other in others)]
            place += 1
        else:
            for at, part in enumerate(word.parts):
                token = main_token(part, language)
                tokens.append(Token(token, place + at))
                if token != part:
                    tokens.append(Token(part, place + at, is_main=False))
            tokens.append(Token(word.whole[:LONGEST_TOKEN], place, is_main=False))
            place += len(word.parts)
    return place, tuple(tokens)


def _of_run(run: str, place: int) -> Iterator[Token]:
    for at, pair in enumerate(pairs(run)):
        yield Token(pair, place + at)
    if len(run) > 1:
        for at, letter in enumerate(run):
            yield Token(letter, place + at, is_main=False)


def bases(word: Word, language: str) -> list[str]:
    """A word without what is elided before or after it, the word as a whole, and what else may be meant by it."""
    if word.is_elided:
        return list(dict.fromkeys([without_elision(word.parts, language), word.whole]))
    return [word.whole, *without_preposition(word.whole)]

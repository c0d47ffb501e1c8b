"""The words of a document as the two databases keep them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from django.db import connection

from camtree.search.analysis.folding import fold
from camtree.search.analysis.tokens import Token, tokens_of_word
from camtree.search.analysis.words import WORD, is_run
from camtree.search.documents import FACETS, LONGEST_TEXT, Document, Passage, Tier

# Before a token of a title, a name or an identifier: so these are found without looking into the entries.
IN_TITLE: Final = "^"
# Before a word that a mistyped one may have meant (known_words.py).
KNOWN_BY: Final = "="
WORDS_TABLE: Final = "search_words"
# Columns of the table of words on SQLite, and what a match in each weighs.
COLUMNS: Final = {"title": 12.0, "head": 5.0, "main": 2.5, "rest": 1.0, "more_title": 6.0, "more": 1.0, "facets": 0.0}
_COLUMN: Final = {Tier.TITLE: "title", Tier.HEAD: "head", Tier.MAIN: "main", Tier.REST: "rest"}
# PostgreSQL counts places up to this, and keeps so many of one word. Longer texts begin again at the first place: there
# a phrase may be found whose words stand apart by just so much, and one of two words that each come more often may not.
_LAST_PLACE: Final = 16383
_MOST_PLACES: Final = 255
# Between two texts, so that no phrase reaches from one into the next.
_GAP: Final = 8


def facet_token(facet: str, value: str) -> str:
    """The token by which a fact is asked for."""
    return f"{facet}={value.lower()}"


def placed(document: Document) -> Iterator[tuple[Tier, int, tuple[Token, ...]]]:
    """The words of a document, the heaviest texts first: weight, place, and tokens with their places from there."""
    order = list(Tier)
    place, letters = 1, 0
    for piece in sorted(document.pieces, key=lambda piece: order.index(piece.tier)):
        text = piece.text[: max(0, LONGEST_TEXT - letters)]
        letters += len(text)
        language, tier = piece.language or document.language, piece.tier
        tokens_of = _tokens_in_rest if tier is Tier.REST else tokens_of_word
        for written in WORD.findall(text):
            width, tokens = tokens_of(written, language)
            yield tier, place, tokens
            place += width
        place += _GAP


@lru_cache(maxsize=100_000)
def _tokens_in_rest(written: str, language: str) -> tuple[int, tuple[Token, ...]]:
    """As `tokens_of_word`, without most further forms of a word: letters of scripts without spaces have them in long
    texts too, and identifiers. Other words are found there by their stems alone; titles, names and abstracts have all
    their forms."""
    width, tokens = tokens_of_word(written, language)
    kept = (token for token in tokens if token.is_main or not token.text.isalpha() or is_run(token.text))
    return width, tuple(kept)


def facet_tokens(document: Document, known: Iterable[str]) -> list[str]:
    """Tokens of the facts of a document, and of the words that it is known by."""
    facts = [facet_token(name, value) for name in FACETS for value in document.facets.get(name, ())]
    return [*facts, *document.marks, *(f"{KNOWN_BY}{word}" for word in known)]


def as_tsvector(document: Document, known: Iterable[str] = ()) -> str:
    """The document as PostgreSQL reads a `tsvector`: every token with its places and their weight."""
    places: dict[str, list[str]] = defaultdict(list)
    for tier, place, tokens in placed(document):
        is_title, letter = tier is Tier.TITLE, "" if tier is Tier.REST else tier.value
        for text, at, _is_main in tokens:
            found = places[text]
            if len(found) < _MOST_PLACES:
                found.append(f"{(place + at - 1) % _LAST_PLACE + 1}{letter}")
            if is_title:
                places[f"{IN_TITLE}{text}"] = []
    for text in facet_tokens(document, known):
        places[text] = []
    return " ".join(f"{quoted(token)}:{','.join(found)}" if found else quoted(token) for token, found in places.items())


def entry_token(entry: int) -> str:
    """The token by which passages of an entry are asked for."""
    return f"entry={entry}"


def passage_words(passage: Passage, entry: int) -> str:
    """A passage as the database at hand keeps its words, with those that it is asked for by."""
    places: dict[str, list[str]] = defaultdict(list)
    in_order: list[str] = []
    further: list[str] = []
    place = 1
    for written in WORD.findall(passage.text):
        width, tokens = _tokens_in_rest(written, passage.language)
        for text, at, is_main in tokens:
            places[text].append(str(min(place + at, _LAST_PLACE)))
            (in_order if is_main else further).append(text)
        place += width
    if connection.vendor == "postgresql":
        words = (f"{quoted(token)}:{','.join(found[:_MOST_PLACES])}" for token, found in places.items())
        return " ".join([*words, quoted(entry_token(entry))])
    return " ".join([*in_order, "|", *further, entry_token(entry)])


def quoted(token: str) -> str:
    """A token as PostgreSQL reads it in a `tsvector` and in a `tsquery`."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def as_columns(document: Document, known: Iterable[str] = ()) -> tuple[str, ...]:
    """The document as the table of words on SQLite holds it, in the order of COLUMNS.

    What phrases are found by stands in its order; further forms stand apart.
    """
    columns: dict[str, list[str]] = {name: [] for name in COLUMNS}
    before = 0
    for tier, place, tokens in placed(document):
        for text, at, is_main in tokens:
            if is_main:
                column = columns[_COLUMN[tier]]
                if place + at > before + 1:
                    column.append("|")  # a gap that no phrase goes across
                column.append(text)
                before = place + at
            else:
                columns["more_title" if tier is Tier.TITLE else "more"].append(text)
    columns["facets"] = facet_tokens(document, known)
    return tuple(" ".join(words) for words in columns.values())


def sort_key(title: str) -> str:
    """By what titles are sorted: folded, without what stands before the first word."""
    return fold(title).lstrip("«»\"'“”„‘’([{¿¡. ")[:60]

"""The words of a document as the two databases keep them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from camtree.search.analysis.folding import fold
from camtree.search.analysis.tokens import Token, tokens_of
from camtree.search.documents import FACETS, LONGEST_TEXT, Document, Tier

# Before a token of a title, a name or an identifier: so these are found without looking into the entries.
IN_TITLE: Final = "^"
# Columns of the table of words on SQLite, and what a match in each weighs.
COLUMNS: Final = {"title": 12.0, "head": 5.0, "main": 2.5, "rest": 1.0, "more_title": 6.0, "more": 1.0, "facets": 0.0}
_COLUMN: Final = {Tier.TITLE: "title", Tier.HEAD: "head", Tier.MAIN: "main", Tier.REST: "rest"}
# PostgreSQL counts places up to this, and keeps so many of one word.
_LAST_PLACE: Final = 16383
_MOST_PLACES: Final = 20
# Between two texts, so that no phrase reaches from one into the next.
_GAP: Final = 8


def facet_token(facet: str, value: str) -> str:
    """The token by which a fact is asked for."""
    return f"{facet}={value.lower()}"


def placed(document: Document) -> Iterator[tuple[Token, Tier]]:
    """All tokens of a document with their places, the heaviest texts first."""
    order = list(Tier)
    first, letters = 1, 0
    for piece in sorted(document.pieces, key=lambda piece: order.index(piece.tier)):
        text = piece.text[: max(0, LONGEST_TEXT - letters)]
        letters += len(text)
        last = first
        for token in tokens_of(text, piece.language or document.language, first=first):
            # In long texts a word is found by its stem alone: titles, names and abstracts have the other forms too.
            if token.is_main or piece.tier is not Tier.REST or ":" not in token.text:
                yield token, piece.tier
            last = token.place
        first = last + _GAP


def facet_tokens(document: Document) -> list[str]:
    return [facet_token(name, value) for name in FACETS for value in document.facets.get(name, ())]


def as_tsvector(document: Document) -> str:
    """The document as PostgreSQL reads a `tsvector`: every token with its places and their weight."""
    places: dict[str, list[str]] = defaultdict(list)
    for token, tier in placed(document):
        found = places[token.text]
        if len(found) < _MOST_PLACES:
            found.append(f"{min(token.place, _LAST_PLACE)}{tier.value if tier is not Tier.REST else ''}")
        if tier is Tier.TITLE:
            places[f"{IN_TITLE}{token.text}"] = []
    for token_text in facet_tokens(document):
        places[token_text] = []
    return " ".join(f"{quoted(token)}:{','.join(found)}" if found else quoted(token) for token, found in places.items())


def quoted(token: str) -> str:
    """A token as PostgreSQL reads it in a `tsvector` and in a `tsquery`."""
    return "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"


def as_columns(document: Document) -> tuple[str, ...]:
    """The document as the table of words on SQLite holds it, in the order of COLUMNS.

    What phrases are found by stands in its order; further forms stand apart.
    """
    columns: dict[str, list[str]] = {name: [] for name in COLUMNS}
    before = 0
    for token, tier in placed(document):
        if token.is_main:
            column = columns[_COLUMN[tier]]
            if token.place > before + 1:
                column.append("|")  # a gap that no phrase goes across
            column.append(token.text)
            before = token.place
        else:
            columns["more_title" if tier is Tier.TITLE else "more"].append(token.text)
    columns["facets"] = facet_tokens(document)
    return tuple(" ".join(words) for words in columns.values())


def sort_key(title: str) -> str:
    """By what titles are sorted: folded, without what stands before the first word."""
    return fold(title).lstrip("«»\"'“”„‘’([{¿¡. ")[:60]

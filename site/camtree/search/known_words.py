"""The words by which something is known, for whoever mistypes one: kept as long as an entry has them, and no longer."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from camtree.search.analysis.words import is_run, words_in
from camtree.search.documents import Document, Tier
from camtree.search.lexemes import KNOWN_BY, quoted
from camtree.search.models import Entry, KnownWord

_TIERS: Final = (Tier.TITLE, Tier.HEAD)
_SHORTEST: Final = 4
_LONGEST: Final = 30
# Words in one statement; SQLite takes some thousand values.
_AT_ONCE: Final = 500


def known_words(document: Document) -> dict[str, str]:
    """The words of titles, names, facts and introductions that one may mistype, folded, each as it is written."""
    words: dict[str, str] = {}
    for piece in document.pieces:
        if piece.tier in _TIERS:
            words = _words_of(piece.text) | words
    return words


@lru_cache(maxsize=10_000)
def _words_of(text: str) -> dict[str, str]:
    # Names of facts come again with every work.
    return {
        word.whole: word.written[:80]
        for word in words_in(text)
        if _SHORTEST <= len(word.whole) <= _LONGEST and word.whole.isalpha() and not is_run(word.whole)
    }


def words_of_entries(content_type: ContentType, keys: list[Any]) -> set[str]:
    """The words by which these objects are known so far."""
    rows = Entry.objects.filter(content_type=content_type, object_id__in=keys).exclude(known="")
    return {word for known in rows.values_list("known", flat=True) for word in known.split()}


def note_words(words: Mapping[str, str], content_type: ContentType, keys: list[Any]) -> None:
    """Remember words of these objects, given folded with how they are written; none of what was deleted since, in the
    same transaction."""
    there = words_of_entries(content_type, keys)
    words = {word: written for word, written in words.items() if word in there}
    for part in _parts(sorted(words)):
        known = set(KnownWord.objects.filter(folded__in=part).values_list("folded", flat=True))
        new = [word for word in part if word not in known]
        KnownWord.objects.bulk_create(
            [KnownWord(folded=word, written=words[word], length=len(word)) for word in new], ignore_conflicts=True
        )


def forget_words(words: Iterable[str]) -> None:
    """Forget those of these words that no entry has any more."""
    gone = [word for word in sorted(words) if not _stands(word)]
    for part in _parts(gone):
        KnownWord.objects.filter(folded__in=part).delete()


def _stands(word: str) -> bool:
    if connection.vendor == "postgresql":
        sql, value = (
            "SELECT 1 FROM search_entry WHERE words @@ (SELECT %s::tsquery) LIMIT 1",
            quoted(f"{KNOWN_BY}{word}"),
        )
    else:
        sql, value = "SELECT 1 FROM search_words WHERE search_words MATCH %s LIMIT 1", f'"{KNOWN_BY}{word}"'
    with connection.cursor() as cursor:
        cursor.execute(sql, [value])
        return cursor.fetchone() is not None


def _parts(words: list[str]) -> Iterable[list[str]]:
    for begin in range(0, len(words), _AT_ONCE):
        yield words[begin : begin + _AT_ONCE]

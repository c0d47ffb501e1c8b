"""Passages of files in the index: which of them says what was asked, found by their own words.

Each lies in a row of its own, so that a page with fifty hours of recordings is asked as fast as one with a minute.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, fields
from typing import Any, Final

from django.db import connection

from camtree.search.analysis.questions import Question
from camtree.search.documents import Passage
from camtree.search.engine import words_anywhere, words_of_groups
from camtree.search.lexemes import passage_words
from camtree.search.models import EntryPassage

WORDS_TABLE: Final = "search_passage_words"
# Passages of one entry that are looked at closely, those that say most of the question first.
LOOKED_INTO: Final = 20
_NAMES: Final = tuple(field.name for field in fields(Passage))
_BATCH: Final = 500


def write_passages(told: Mapping[int, list[Passage]]) -> None:
    """Put right the passages of these entries, by their keys. Those that are as they were stay as they are."""
    there: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for entry, *facts in EntryPassage.objects.filter(entry__in=told).order_by("place").values_list("entry_id", *_NAMES):
        there[entry].append(tuple(facts))
    changed = [entry for entry, passages in told.items() if there[entry] != [astuple(row) for row in passages]]
    delete_passages([entry for entry in changed if there[entry]])
    rows = [
        EntryPassage(
            entry_id=entry,
            place=place,
            words=passage_words(passage, entry) if connection.vendor == "postgresql" else "",
            **dict(zip(_NAMES, astuple(passage), strict=True)),
        )
        for entry in changed
        for place, passage in enumerate(told[entry])
    ]
    EntryPassage.objects.bulk_create(rows, batch_size=_BATCH)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {WORDS_TABLE} (rowid, words) VALUES (%s, %s)",
                [(row.pk, passage_words(told[row.entry_id][row.place], row.entry_id)) for row in rows],
            )


def delete_passages(entries: Any) -> None:
    """Delete the passages of these entries: keys, or a query set of entries."""
    if isinstance(entries, Collection) and not entries:
        return
    rows = EntryPassage.objects.filter(entry__in=entries)
    if connection.vendor == "sqlite":
        keys = list(rows.values_list("pk", flat=True))
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM {WORDS_TABLE} WHERE rowid = %s", [(key,) for key in keys])
    rows._raw_delete(rows.db)


def passages_with(entries: Iterable[int], question: Question, reader: str) -> dict[int, list[Passage]]:
    """Passages of these entries that have words of the question, at most LOOKED_INTO of each: those of recordings
    first, and of those the ones in the reader's language; then in their order. One query."""
    keys = list(entries)
    if not keys or question.is_empty:
        return {}
    wanted, parameters = _found(keys, question)
    columns = ", ".join(f"p.{name}" for name in ("entry_id", "place", *_NAMES))
    others = "CASE WHEN p.second IS NULL THEN 2 WHEN p.language = %s THEN 0 ELSE 1 END"
    sql = (
        f"{wanted} SELECT * FROM (SELECT {columns}, {others} AS others, ROW_NUMBER() OVER "
        f"(PARTITION BY p.entry_id ORDER BY hit.score DESC, {others}, p.place) AS nth "
        f"FROM hit JOIN search_entrypassage p ON p.id = hit.id) AS found "
        f"WHERE nth <= {LOOKED_INTO} ORDER BY entry_id, others, place"
    )
    found: dict[int, list[Passage]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(sql, (*parameters, reader, reader))
        for entry, _place, *facts, _others, _nth in cursor.fetchall():
            found[entry].append(Passage(*facts))
    return found


def _found(keys: list[int], question: Question) -> tuple[str, tuple[Any, ...]]:
    """The beginning of a query that has each passage as `hit`, with how much of the question it says."""
    words = words_anywhere(question, keys)
    if connection.vendor == "postgresql":
        groups = words_of_groups(question)
        score = " + ".join(["(p.words @@ %s::tsquery)::int"] * len(groups))
        hits = f"SELECT p.id, {score} AS score FROM search_entrypassage p WHERE p.words @@ (SELECT %s::tsquery)"
        return f"WITH hit AS ({hits})", (*groups, words)
    hits = f"SELECT rowid AS id, -bm25({WORDS_TABLE}) AS score FROM {WORDS_TABLE} WHERE {WORDS_TABLE} MATCH %s"
    return f"WITH hit AS MATERIALIZED ({hits})", (words,)

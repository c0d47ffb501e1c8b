"""Asking the index: one way for both databases, which differ in how words are put to them and in nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any, Final
from uuid import UUID

from django.db import connection
from wagtail.models import Locale

from camtree.search.analysis.questions import PREFIX, Alternative, Group, Question
from camtree.search.documents import FACETS
from camtree.search.lexemes import COLUMNS, IN_TITLE, WORDS_TABLE, entry_token, facet_token, quoted

# Entries that are compared with each other for the best order; what lies behind them comes by its day.
COMPARED: Final = 100
_BUILD: Final = "(SELECT MAX(id) FROM search_build WHERE finished_at IS NOT NULL)"
_IN_TITLE_COLUMNS: Final = "{title more_title}"


@dataclass(frozen=True)
class Wanted:
    """What is looked for: words, kinds of things, facts, and whose readers may see it (None: whoever asks may)."""

    question: Question = field(default_factory=Question)
    kinds: tuple[str, ...] = ()
    content_types: tuple[int, ...] = ()
    # Values of a facet, any of which will do; every facet has to be met.
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    locale: Locale | None = None
    # Another question, of which the answers are wanted too: what begins as somebody has typed so far.
    also: Question | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for by words."""
        return self.question.is_empty and (self.also is None or self.also.is_empty)

    def without(self, facet: str) -> "Wanted":
        """The same, whatever its value of this facet."""
        return replace(self, facets={name: values for name, values in self.facets.items() if name != facet})


@dataclass(frozen=True)
class Selection:
    """The entries wanted, as the end of a SELECT from `search_entry e`, with its parameters."""

    sql: str
    parameters: tuple[Any, ...]


def selection(wanted: Wanted, *, in_title: bool = False) -> Selection:
    """Entries that meet what is wanted; with `in_title` those alone that say all of it in a title, a name or an
    identifier."""
    words = _words(wanted, in_title)
    parameters: list[Any] = []
    where = [f"e.build_id = {_BUILD}"]
    source = "search_entry e"
    if words and connection.vendor == "postgresql":
        # As a subquery the planner knows nothing of the words, and takes the index whatever they are.
        where.append("e.words @@ (SELECT %s::tsquery)")
        parameters.append(words)
    elif words:
        source = f"{WORDS_TABLE} w JOIN search_entry e ON e.id = w.rowid"
        where.append(f"{WORDS_TABLE} MATCH %s")
        parameters.append(words)
    for column, values in (("kind", wanted.kinds), ("content_type_id", wanted.content_types)):
        if values:
            where.append(f"e.{column} IN ({', '.join(['%s'] * len(values))})")
            parameters += values
    if wanted.locale is not None:
        where.append("e.readers & %s <> 0")
        parameters.append(1 << wanted.locale.pk)
    return Selection(f"FROM {source} WHERE {' AND '.join(where)}", tuple(parameters))


# ---------------------------------------------------------------- words, as each database reads them


def _words(wanted: Wanted, in_title: bool) -> str:
    asked = [question for question in (wanted.question, wanted.also) if question is not None and not question.is_empty]
    parts = [_asked(question, wanted.facets, in_title) for question in asked or [wanted.question]]
    return parts[0] if len(parts) == 1 else _writer(in_title).any(f"({part})" for part in parts)


def _writer(in_title: bool) -> "_Postgresql | _Sqlite":
    return _Postgresql(in_title) if connection.vendor == "postgresql" else _Sqlite(in_title)


def _asked(question: Question, facets: Mapping[str, tuple[str, ...]], in_title: bool) -> str:
    write = _writer(in_title or question.is_in_titles)
    groups = [write.group(group) for group in question.groups]
    if question.missing and len(groups) > 1:
        most = len(groups) - question.missing
        groups = [write.any(groups if most <= 1 else [write.all(some) for some in combinations(groups, most)])]
    parts = groups + [write.phrase(group) for group in question.phrases]
    parts += [write.any([write.exact(facet_token(name, value)) for value in values]) for name, values in facets.items()]
    if not parts:
        return ""
    return write.but(write.all(parts), [write.plain(group) for group in question.excluded])


class _Postgresql:
    """A `tsquery`."""

    def __init__(self, in_title: bool) -> None:
        self.mark = IN_TITLE if in_title else ""

    def exact(self, token: str) -> str:
        return quoted(token.replace("\x00", ""))

    def token(self, token: str) -> str:
        return f"{quoted(token[:-1])}:*" if token.endswith(PREFIX) else quoted(token)

    def group(self, group: Group) -> str:
        return self._alternatives(group, self.mark)

    def plain(self, group: Group) -> str:
        return self._alternatives(group, "")

    def _alternatives(self, group: Group, mark: str) -> str:
        return self.any([self.all([self.token(mark + token) for token in words]) for words in group.alternatives])

    def phrase(self, group: Group) -> str:
        found = self.any(["(" + " <-> ".join(map(quoted, words)) + ")" for words in group.alternatives])
        return f"({found} & {self.group(group)})" if self.mark else found

    def all(self, parts: Iterable[str]) -> str:
        return "(" + " & ".join(parts) + ")"

    def any(self, parts: Iterable[str]) -> str:
        return "(" + " | ".join(parts) + ")"

    def but(self, found: str, excluded: list[str]) -> str:
        return " & ".join([found, *(f"!{part}" for part in excluded)])


class _Sqlite:
    """A query of FTS5."""

    def __init__(self, in_title: bool) -> None:
        self.columns = f"{_IN_TITLE_COLUMNS} : " if in_title else ""

    def exact(self, token: str) -> str:
        return '"' + token.replace("\x00", "").replace('"', '""') + '"'

    def token(self, token: str) -> str:
        return f'"{token[:-1]}"*' if token.endswith(PREFIX) else f'"{token}"'

    def group(self, group: Group) -> str:
        return self.columns + self.plain(group)

    def plain(self, group: Group) -> str:
        return self.any([self.all([self.token(token) for token in words]) for words in group.alternatives])

    def phrase(self, group: Group) -> str:
        return self.columns + self.any([self._sequence(words) for words in group.alternatives])

    def _sequence(self, words: Alternative) -> str:
        return self.token(" ".join(words))

    def all(self, parts: Iterable[str]) -> str:
        return "(" + " AND ".join(parts) + ")"

    def any(self, parts: Iterable[str]) -> str:
        return "(" + " OR ".join(parts) + ")"

    def but(self, found: str, excluded: list[str]) -> str:
        return " NOT ".join([found, *excluded])


def words_of_groups(question: Question) -> list[str]:
    """Each word and phrase of a question as the database at hand reads it."""
    write = _writer(in_title=False)
    return [*map(write.group, question.groups), *map(write.phrase, question.phrases)]


def words_anywhere(question: Question, entries: Iterable[int]) -> str:
    """Any words of a question, in passages of any of these entries."""
    write = _writer(in_title=False)
    whose = write.any([write.exact(entry_token(entry)) for entry in entries])
    return write.all([whose, write.any(words_of_groups(question))])


# ---------------------------------------------------------------- what is asked


def count(wanted: Wanted) -> int:
    """How many entries meet what is wanted."""
    chosen = selection(wanted)
    return int(_rows(f"SELECT COUNT(*) {chosen.sql}", chosen.parameters)[0][0])


def counts_by_kind(wanted: Wanted) -> dict[str, int]:
    """How many of each kind."""
    chosen = selection(wanted)
    return dict(_rows(f"SELECT e.kind, COUNT(*) {chosen.sql} GROUP BY e.kind", chosen.parameters))


def counts_by_fact(wanted: Wanted, facets: tuple[str, ...] = FACETS) -> dict[str, dict[str, int]]:
    """How many have each value of each facet; those without a value are counted under ""."""
    chosen = selection(wanted)
    columns = ", ".join(f"e.{name}" for name in facets)
    if connection.vendor == "postgresql":
        sets = ", ".join(f"({name})" for name in facets)
        number = "CASE " + " ".join(f"WHEN GROUPING({name}) = 0 THEN {at}" for at, name in enumerate(facets)) + " END"
        values = f"COALESCE({', '.join(facets)})" if len(facets) > 1 else facets[0]
        hits = f"(SELECT {columns} {chosen.sql}) AS hit"
        sql = f"SELECT {number}, {values}, COUNT(*) FROM {hits} GROUP BY GROUPING SETS ({sets})"
    else:
        parts = [f"SELECT {at}, {name}, COUNT(*) FROM hit GROUP BY {name}" for at, name in enumerate(facets)]
        sql = f"WITH hit AS MATERIALIZED (SELECT {columns} {chosen.sql}) " + " UNION ALL ".join(parts)
    counted: dict[str, dict[str, int]] = {name: {} for name in facets}
    for at, together, number_of in _rows(sql, chosen.parameters):
        into = counted[facets[at]]
        for value in (together or "").split() or [""]:
            into[value] = into.get(value, 0) + number_of
    return counted


SORTS: Final = {
    "newest": "e.newest DESC, e.object_id DESC",
    "oldest": "e.oldest, e.object_id",
    "title": "e.sort_title, e.object_id",
}


def page_of(wanted: Wanted, sort: str, start: int, size: int, *, but: Iterable[int] = ()) -> list[int]:
    """Keys of the objects `start` to `start + size` in the order of SORTS; those of the entries `but` left out."""
    chosen = selection(wanted)
    left_out = list(but)
    more = f" AND e.id NOT IN ({', '.join(['%s'] * len(left_out))})" if left_out else ""
    sql = f"SELECT e.object_id {chosen.sql}{more} ORDER BY {SORTS[sort]} LIMIT %s OFFSET %s"
    return [row[0] for row in _rows(sql, (*chosen.parameters, *left_out, size, start))]


@dataclass(frozen=True)
class Shown:
    """What lists know of an entry without its object."""

    object_id: int
    translation_key: UUID
    is_withdrawn: bool
    newest: int
    sort_title: str
    facts: dict[str, list[str]]


def newest(wanted: Iterable[Wanted], most: int) -> list[Shown]:
    """The newest entries that meet what is wanted, `most` of each question; one query."""
    columns = (
        "e.object_id",
        "e.translation_key",
        "e.is_withdrawn",
        "e.newest",
        "e.sort_title",
        *map("e.{}".format, FACETS),
    )
    parts: list[str] = []
    parameters: list[Any] = []
    for chosen in map(selection, wanted):
        order = f"ORDER BY {SORTS['newest']} LIMIT {most}"
        parts.append(f"SELECT * FROM (SELECT {', '.join(columns)} {chosen.sql} {order}) AS part{len(parts)}")
        parameters += chosen.parameters
    if not parts:
        return []
    return [
        Shown(key, UUID(str(work)), bool(withdrawn), day, title, _facts(values))
        for key, work, withdrawn, day, title, *values in _rows(" UNION ".join(parts), tuple(parameters))
    ]


def _facts(values: list[str]) -> dict[str, list[str]]:
    return {name: value.split() for name, value in zip(FACETS, values, strict=True)}


@dataclass(frozen=True)
class Match:
    """An entry that was found, and how well it fits."""

    entry: int
    object_id: int
    score: float


def best(wanted: Wanted) -> list[Match]:
    """The best entries in their order, at most about twice COMPARED: first of all what says everything in its title."""
    if wanted.is_empty:
        return []
    found: dict[int, tuple[int, float]] = {}
    rows = _compared(wanted, in_title=True)
    in_title = {row[0] for row in rows}
    if len(rows) < COMPARED:
        rows += [row for row in _compared(wanted, in_title=False) if row[0] not in in_title]
    highest = max((row[2] for row in rows), default=0) or 1
    language = wanted.locale.language_code if wanted.locale else ""
    for entry, object_id, rank, of, is_withdrawn in rows:
        score = rank / highest + (entry in in_title) + (0.1 if of == language else 0) - (0.5 if is_withdrawn else 0)
        found[entry] = (object_id, score)
    matches = [Match(entry, object_id, score) for entry, (object_id, score) in found.items()]
    return sorted(matches, key=lambda match: (-match.score, -match.object_id))


def _compared(wanted: Wanted, *, in_title: bool) -> list[tuple[Any, ...]]:
    """Entry, object, rank, language and whether it is withdrawn, of the newest that meet what is wanted."""
    chosen = selection(wanted, in_title=in_title)
    columns = "e.id, e.object_id, {rank} AS rank, e.language, e.is_withdrawn"
    if connection.vendor == "postgresql":
        ranked = _any_of(wanted)
        inner = f"SELECT e.id {chosen.sql} ORDER BY e.newest DESC, e.object_id DESC LIMIT {COMPARED}"
        rank = "ts_rank('{0.08, 0.25, 0.5, 1}', e.words, (SELECT %s::tsquery), 1)"
        # A phrase or words close together weigh as much again.
        near = "ts_rank_cd('{0.05, 0.1, 0.2, 0.4}', e.words, (SELECT %s::tsquery))"
        sql = f"SELECT {columns.format(rank=f'{rank} + 0.3 * {near}')} FROM search_entry e WHERE e.id IN ({inner})"
        return _rows(sql, (ranked, _words(replace(wanted, facets={}), False), *chosen.parameters))
    weights = ", ".join(str(weight) for weight in COLUMNS.values())
    rank = f"-bm25({WORDS_TABLE}, {weights})"
    return _rows(
        f"SELECT {columns.format(rank=rank)} {chosen.sql} ORDER BY e.newest DESC, e.object_id DESC LIMIT {COMPARED}",
        chosen.parameters,
    )


def _any_of(wanted: Wanted) -> str:
    write = _Postgresql(in_title=False)
    asked = [question for question in (wanted.question, wanted.also) if question is not None]
    groups = [write.group(group) for question in asked for group in question.groups]
    return write.any([*groups, *(write.phrase(group) for question in asked for group in question.phrases)])


def marked(mark: str) -> list[int]:
    """Keys of the objects whose documents bear a mark."""
    write = _writer(in_title=False)
    if connection.vendor == "postgresql":
        those = "FROM search_entry e WHERE e.words @@ (SELECT %s::tsquery)"
    else:
        those = f"FROM {WORDS_TABLE} w JOIN search_entry e ON e.id = w.rowid WHERE {WORDS_TABLE} MATCH %s"
    return [row[0] for row in _rows(f"SELECT DISTINCT e.object_id {those}", (write.exact(mark),))]


@dataclass(frozen=True)
class Indexed:
    """What the index has of an entry that is shown: for excerpts, its text."""

    entry: int
    kind: str
    is_withdrawn: bool
    text: str


def texts_of(objects: Iterable[int], kinds: Iterable[str]) -> dict[int, Indexed]:
    """What is shown of the entries of these objects, by their keys; one query."""
    keys, names = list(objects), list(kinds)
    if not keys:
        return {}
    sql = (
        f"SELECT object_id, id, kind, is_withdrawn, text FROM search_entry WHERE build_id = {_BUILD} "
        f"AND object_id IN ({', '.join(['%s'] * len(keys))}) AND kind IN ({', '.join(['%s'] * len(names))})"
    )
    return {
        key: Indexed(entry, kind, bool(is_withdrawn), text)
        for key, entry, kind, is_withdrawn, text in _rows(sql, (*keys, *names))
    }


def _rows(sql: str, parameters: tuple[Any, ...]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())

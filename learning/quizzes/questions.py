"""Questions as they are asked: read from the raw data of a version, and from nothing else that could change them.

What a learner was shown and how it is scored depend on a version alone. `question_in` reads one; the raw data of each
kind is what `question_blocks` saves. Options, pairs, items, gaps and accepted answers are known by the id that their
place in the list has, which is the same in every language.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from learning.quizzes.choices import GapKind, QuestionKind

GAP = re.compile(r"\[\[(\d{1,3})\]\]")


@dataclass(frozen=True)
class Entry:
    """One thing of a list, by its id."""

    id: str
    text: str


@dataclass(frozen=True)
class Option(Entry):
    """An option to choose, or an answer to accept; `percent` is what it earns, which may be below nothing."""

    percent: int = 0
    feedback: str = ""


@dataclass(frozen=True)
class Amount:
    """A number to accept, and how far an answer may be from it."""

    id: str
    value: Decimal
    tolerance: Decimal
    percent: int
    feedback: str = ""


@dataclass(frozen=True)
class Pair:
    """Two things that belong together."""

    id: str
    left: str
    right: str


@dataclass(frozen=True)
class Gap:
    """A gap in a text. Its answers are options to choose, accepted forms, or amounts, by its kind."""

    id: str
    kind: GapKind
    options: tuple[Option, ...] = ()
    amounts: tuple[Amount, ...] = ()


@dataclass(frozen=True)
class _Asked:
    """What questions of every kind have. `prompt` is rich text as Wagtail keeps it."""

    kind: ClassVar[QuestionKind]

    prompt: str
    general_feedback: str

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all its parts: two versions with the same ids ask the same thing, perhaps in other words."""
        return frozenset(_ids(getattr(self, field.name) for field in fields(self)))


@dataclass(frozen=True)
class Choice(_Asked):
    """Choose one option, or several."""

    kind = QuestionKind.CHOICE

    multiple: bool
    shuffle: bool
    options: tuple[Option, ...]


@dataclass(frozen=True)
class TrueFalse(_Asked):
    """Say whether it is so."""

    kind = QuestionKind.TRUE_FALSE

    answer: bool
    feedback_true: str
    feedback_false: str


@dataclass(frozen=True)
class Matching(_Asked):
    """Find what belongs to each. `extra` are right sides that belong to none."""

    kind = QuestionKind.MATCHING

    pairs: tuple[Pair, ...]
    extra: tuple[Entry, ...]

    @property
    def rights(self) -> dict[str, str]:
        """Texts of all right sides by the id of their pair or entry."""
        return {pair.id: pair.right for pair in self.pairs} | {entry.id: entry.text for entry in self.extra}


@dataclass(frozen=True)
class Ordering(_Asked):
    """Put into order. `items` are in the right one."""

    kind = QuestionKind.ORDERING

    items: tuple[Entry, ...]


@dataclass(frozen=True)
class Numeric(_Asked):
    """Give a number."""

    kind = QuestionKind.NUMERIC

    unit: str
    amounts: tuple[Amount, ...]


@dataclass(frozen=True)
class Short(_Asked):
    """Answer in a word or a few."""

    kind = QuestionKind.SHORT

    matters_case: bool
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Cloze(_Asked):
    """Fill gaps in a text, which stand in it as [[1]], [[2]] and so on."""

    kind = QuestionKind.CLOZE

    text: str
    gaps: tuple[Gap, ...]

    @property
    def pieces(self) -> list[tuple[str, int]]:
        """The text in pieces, each with the number of the gap that follows it, 0 for none."""
        parts = GAP.split(self.text)
        return [
            (parts[place], int(parts[place + 1]) if place + 1 < len(parts) else 0) for place in range(0, len(parts), 2)
        ]


@dataclass(frozen=True)
class Open(_Asked):
    """Answer freely. A person marks it, out of `points`."""

    kind = QuestionKind.OPEN

    guidance: str
    points: int


# A question of any kind. The union is closed: a `match` over it ends in `assert_never`, so that the type checker names
# every place in which a new kind has to say something.
Asked = Choice | TrueFalse | Matching | Ordering | Numeric | Short | Cloze | Open


def question_in(content: dict[str, Any]) -> Asked | None:
    """The question in the content of a revision, or in the serialised row; None where its body is empty or unknown."""
    body = content.get("body") or "[]"
    blocks = json.loads(body) if isinstance(body, str) else body
    for block in blocks:
        if block.get("type") in QuestionKind.values:
            return question_of(block["type"], block.get("value") or {})
    return None


def question_of(kind: str, value: dict[str, Any]) -> Asked:
    """A question from the raw value of its block. What cannot be read is empty: editors' checks come before."""
    common = {"prompt": str(value.get("prompt") or ""), "general_feedback": str(value.get("general_feedback") or "")}
    reader = _READERS[QuestionKind(kind)]
    return reader(common, value)


def _choice(common: dict[str, str], value: dict[str, Any]) -> Asked:
    return Choice(
        **common,
        multiple=bool(value.get("multiple")),
        shuffle=bool(value.get("shuffle", True)),
        options=_options(value.get("options")),
    )


def _true_false(common: dict[str, str], value: dict[str, Any]) -> Asked:
    return TrueFalse(
        **common,
        answer=bool(value.get("answer")),
        feedback_true=str(value.get("feedback_true") or ""),
        feedback_false=str(value.get("feedback_false") or ""),
    )


def _matching(common: dict[str, str], value: dict[str, Any]) -> Asked:
    pairs = tuple(
        Pair(key, str(pair.get("left") or ""), str(pair.get("right") or "")) for key, pair in _rows(value.get("pairs"))
    )
    return Matching(**common, pairs=pairs, extra=_entries(value.get("extra")))


def _ordering(common: dict[str, str], value: dict[str, Any]) -> Asked:
    return Ordering(**common, items=_entries(value.get("items")))


def _numeric(common: dict[str, str], value: dict[str, Any]) -> Asked:
    return Numeric(**common, unit=str(value.get("unit") or ""), amounts=_amounts(value.get("answers"), "value"))


def _short(common: dict[str, str], value: dict[str, Any]) -> Asked:
    return Short(**common, matters_case=bool(value.get("matters_case")), options=_options(value.get("answers")))


def _cloze(common: dict[str, str], value: dict[str, Any]) -> Asked:
    gaps = []
    for key, gap in _rows(value.get("gaps")):
        kind = GapKind(gap["kind"]) if gap.get("kind") in GapKind.values else GapKind.SHORT
        if kind == GapKind.NUMERIC:
            gaps.append(Gap(key, kind, amounts=_amounts(gap.get("answers"), "text")))
        else:
            gaps.append(Gap(key, kind, options=_options(gap.get("answers"))))
    return Cloze(**common, text=str(value.get("text") or ""), gaps=tuple(gaps))


def _open(common: dict[str, str], value: dict[str, Any]) -> Asked:
    return Open(**common, guidance=str(value.get("guidance") or ""), points=max(1, _whole(value.get("points"), 10)))


_READERS: dict[QuestionKind, Callable[[dict[str, str], dict[str, Any]], Asked]] = {
    QuestionKind.CHOICE: _choice,
    QuestionKind.TRUE_FALSE: _true_false,
    QuestionKind.MATCHING: _matching,
    QuestionKind.ORDERING: _ordering,
    QuestionKind.NUMERIC: _numeric,
    QuestionKind.SHORT: _short,
    QuestionKind.CLOZE: _cloze,
    QuestionKind.OPEN: _open,
}


def _listed(raw: Any) -> Iterator[tuple[str, Any]]:
    """Id and value of each item of a raw ListBlock; an item from before ids is known by its place."""
    for place, item in enumerate(raw if isinstance(raw, list) else []):
        if isinstance(item, dict) and "value" in item and "type" in item:
            yield str(item.get("id") or place), item["value"]
        else:
            yield str(place), item


def _rows(raw: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((key, row) for key, row in _listed(raw) if isinstance(row, dict))


def _entries(raw: Any) -> tuple[Entry, ...]:
    return tuple(Entry(key, str(text or "")) for key, text in _listed(raw))


def _options(raw: Any) -> tuple[Option, ...]:
    return tuple(
        Option(key, str(row.get("text") or ""), _whole(row.get("percent"), 0), str(row.get("feedback") or ""))
        for key, row in _rows(raw)
    )


def _amounts(raw: Any, name: str) -> tuple[Amount, ...]:
    """Rows whose `name` holds a number; a row that holds none can match nothing and is left out."""
    found = []
    for key, row in _rows(raw):
        value = number_in_text(str(row.get(name) if row.get(name) is not None else ""))
        tolerance = number_in_text(str(row.get("tolerance") or 0)) or Decimal(0)
        if value is not None:
            percent, feedback = _whole(row.get("percent"), 0), str(row.get("feedback") or "")
            found.append(Amount(key, value, abs(tolerance), percent, feedback))
    return tuple(found)


def _whole(value: Any, default: int) -> int:
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return default


_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})(e[+-]?\d{1,2})?")
_SIGNS = str.maketrans({"−": "-", "٫": ".", "٬": "", "\u00a0": "", "\u202f": "", " ": "", "'": "", "’": ""})


def number_in_text(text: str, unit: str = "") -> Decimal | None:
    """The number that somebody wrote, in the digits and with the comma or point of whatever language; else None.

    Of commas and points together the last one is the decimal mark. The unit may stand behind the number.
    """
    text = "".join(str(sign) if (sign := _digit(letter)) is not None else letter for letter in text.strip())
    if unit and text.casefold().endswith(unit.strip().casefold()):
        text = text[: len(text) - len(unit.strip())]
    text = text.translate(_SIGNS).casefold()
    if "," in text and "." in text:
        last = max(text.rfind(","), text.rfind("."))
        text = text[:last].replace(",", "").replace(".", "") + "." + text[last + 1 :]
    text = text.replace(",", ".")
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _digit(letter: str) -> int | None:
    """The value of a decimal digit of another script; None for ASCII and for what is none."""
    return unicodedata.decimal(letter, None) if not letter.isascii() else None


def _ids(values: Any) -> Iterator[str]:
    for value in values:
        if isinstance(value, Entry | Amount | Pair | Gap):
            yield value.id
            if isinstance(value, Gap):
                yield from _ids([value.options, value.amounts])
        elif isinstance(value, tuple):
            yield from _ids(value)

"""Questions ready for a page: their fields, what is filled in, and what stands beside each answer afterwards."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from camtree.core.templatetags.core_tags import number
from learning.quizzes.choices import GapKind, QuestionKind
from learning.quizzes.models import AttemptItem, Question, Quiz
from learning.quizzes.queries import live_question, questions_drawn
from learning.quizzes.questions import Asked, Choice, Cloze, Matching, Numeric, Open, Ordering, Short, TrueFalse
from learning.quizzes.scoring import chosen_ids, place_of
from learning.quizzes.selection import order_of

# The attributes of inputs by the kind of question: how long an answer may be.
LONGEST, LONGEST_OPEN = 500, 20_000


@dataclass(frozen=True)
class Field:
    """One thing to fill in. `widget` is radio, checkbox, select, text or area; choices are (value, text, is chosen)."""

    name: str
    widget: str
    label: str = ""
    value: str = ""
    choices: Sequence[tuple[str, str, bool]] = ()
    unit: str = ""
    longest: int = LONGEST
    is_number: bool = False


@dataclass(frozen=True)
class AskedItem:
    """A question in the reader's language with what is filled in. Values in forms are places in `order`, not ids."""

    position: int
    question: Asked
    order: dict[str, list[str]]
    answer: Any = None
    language: str = ""
    row: AttemptItem | None = None
    is_disabled: bool = False

    @property
    def name(self) -> str:
        return f"q{self.position}"

    @property
    def seen(self) -> str:
        """What a form says it was opened with: only what differs from it was changed there."""
        return digest(self.answer)

    @property
    def is_complete(self) -> bool:
        """Whether nothing in it is left to answer."""
        return len(self.answer) >= len(self.fields) if isinstance(self.answer, dict) else self.answer is not None

    @property
    def is_cloze(self) -> bool:
        return self.question.kind == QuestionKind.CLOZE

    @cached_property
    def fields(self) -> list[Field]:
        """What there is to fill in."""
        match self.question:
            case Choice():
                return [self._choice(self.question)]
            case TrueFalse():
                words = (("true", pgettext("answer", "True"), True), ("false", pgettext("answer", "False"), False))
                return [
                    Field(self.name, "radio", choices=[(v, text, self.answer is is_it) for v, text, is_it in words])
                ]
            case Matching():
                return list(self._matching(self.question))
            case Ordering():
                return list(self._ordering(self.question))
            case Cloze():
                return list(self._cloze(self.question))
            case Numeric():
                unit = self.question.unit
                return [Field(self.name, "text", _("Your answer"), _text(self.answer), unit=unit, is_number=True)]
            case Short():
                return [Field(self.name, "text", _("Your answer"), _text(self.answer))]
            case Open():
                return [Field(self.name, "area", _("Your answer"), _text(self.answer), longest=LONGEST_OPEN)]
            case _:
                assert_never(self.question)

    def _choice(self, question: Choice) -> Field:
        options, chosen = {option.id: option for option in question.options}, chosen_ids(self.answer)
        choices = [(str(n), options[key].text, key in chosen) for n, key in enumerate(self.order.get("options", []))]
        return Field(self.name, "checkbox" if question.multiple else "radio", choices=choices)

    def _matching(self, question: Matching) -> Iterator[Field]:
        lefts, rights = {pair.id: pair.left for pair in question.pairs}, question.rights
        given = self.answer if isinstance(self.answer, dict) else {}
        for place, left in enumerate(self.order.get("left", [])):
            choices = [
                (str(n), rights[key], given.get(left) == key) for n, key in enumerate(self.order.get("right", []))
            ]
            yield Field(f"{self.name}-{place}", "select", lefts[left], choices=choices)

    def _ordering(self, question: Ordering) -> Iterator[Field]:
        texts = {item.id: item.text for item in question.items}
        for n, key in enumerate(self.order.get("items", [])):
            place = place_of(key, self.answer)
            choices = [(str(at), number(at), at == place) for at in range(1, len(texts) + 1)]
            yield Field(f"{self.name}-{n}", "select", texts[key], choices=choices)

    def _cloze(self, question: Cloze) -> Iterator[Field]:
        given = self.answer if isinstance(self.answer, dict) else {}
        for place, gap in enumerate(question.gaps, start=1):
            label = _("Gap %(number)s") % {"number": number(place)}
            if gap.kind == GapKind.CHOICE:
                texts, own = {option.id: option.text for option in gap.options}, given.get(gap.id)
                choices = [(str(n), texts[key], key == own) for n, key in enumerate(self.order.get(gap.id, []))]
                yield Field(f"{self.name}-{place}", "select", label, choices=choices)
            else:
                is_number = gap.kind == GapKind.NUMERIC
                yield Field(f"{self.name}-{place}", "text", label, _text(given.get(gap.id)), is_number=is_number)

    @cached_property
    def pieces(self) -> list[tuple[str, Field | None]]:
        """The text of a cloze in pieces, each with the field that follows it."""
        if not isinstance(self.question, Cloze):
            return []
        return [
            (text, self.fields[gap - 1] if 1 <= gap <= len(self.fields) else None) for text, gap in self.question.pieces
        ]


def digest(answer: Any) -> str:
    """A short name of an answer: the same answer, the same name."""
    return hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()[:16]


def asked_items(
    items: Sequence[AttemptItem], versions: dict[int, Asked], *, is_disabled: bool = False
) -> list[AskedItem]:
    """The questions of an attempt in the reader's language. `versions` are those of `attempts.versions_of`."""
    language = get_language() or ""
    found = []
    for item in items:
        own, scoring = versions.get(item.version_in(language)), versions.get(item.scoring_version)
        if scoring is None:
            continue
        # A translation that does not have the same parts yet would leave something out: then the original is shown.
        is_own = own is not None and own.ids == scoring.ids
        shown = own if is_own and own is not None else scoring
        spoken = language if is_own and language in item.revisions else _language_of(item)
        found.append(
            AskedItem(item.position, shown, item.order, item.answer, spoken, row=item, is_disabled=is_disabled)
        )
    return found


def _language_of(item: AttemptItem) -> str:
    return next((language for language, pk in item.revisions.items() if pk == item.scoring_version), "")


def _text(answer: Any) -> str:
    return answer if isinstance(answer, str) else ""


# ---------------------------------------------------------------- what is right


def right_answers(question: Asked) -> list[str]:
    """What earns the whole, in words, for those who look a question over."""
    match question:
        case Choice():
            return [option.text for option in question.options if option.percent > 0]
        case TrueFalse():
            return [pgettext("answer", "True") if question.answer else pgettext("answer", "False")]
        case Matching():
            return [f"{pair.left} – {pair.right}" for pair in question.pairs]
        case Ordering():
            return [item.text for item in question.items]
        case Numeric():
            return [_amount(row, question.unit) for row in question.amounts if row.percent == 100]
        case Short():
            return [option.text for option in question.options if option.percent == 100]
        case Cloze():
            return [right_in_gap(gap) for gap in question.gaps]
        case Open():
            return [question.guidance] if question.guidance else []
        case _:
            assert_never(question)


def right_in_gap(gap: Any) -> str:
    """The first answer of a gap that earns the whole."""
    amounts = [_amount(row) for row in gap.amounts if row.percent == 100]
    options = [option.text for option in gap.options if option.percent == 100]
    return next(iter([*amounts, *options]), "")


def _amount(row: Any, unit: str = "") -> str:
    text = f"{number(row.value)} ± {number(row.tolerance)}" if row.tolerance else str(number(row.value))
    return f"{text} {unit}".strip()


def quiz_preview_of(quiz: Quiz, seed: int) -> dict[str, Any]:
    """An attempt at the quiz as a learner would have it now, and what is right, for its editors. Nothing is saved."""
    items: list[AskedItem] = []
    own = quiz.locale.language_code
    for key, languages in questions_drawn(quiz, seed).items():
        language = own if own in languages else min(languages)
        question = live_question(languages[language])
        if question is not None:
            order = order_of(question, seed=seed, key=key)
            items.append(AskedItem(len(items) + 1, question, order, language=language))
    return {"items": [(item, right_answers(item.question)) for item in items]}


def preview_of(row: Question) -> dict[str, Any]:
    """The question as a learner sees it, with what is right, for its editors. Nothing is saved."""
    question = row.asked
    if question is None:
        return {"item": None, "right": []}
    item = AskedItem(1, question, order_of(question, seed=0, key=row.translation_key), is_disabled=True)
    return {"item": item, "right": right_answers(question)}

"""The result of an attempt: beside each answer what it earned, what is right, and what its author has to say to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, assert_never

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from camtree.core.templatetags.core_tags import number
from learning.quizzes.choices import GapKind
from learning.quizzes.models import AttemptItem
from learning.quizzes.queries import versions_of
from learning.quizzes.questions import (
    Amount,
    Asked,
    Choice,
    Cloze,
    Matching,
    Numeric,
    Open,
    Option,
    Ordering,
    Short,
    TrueFalse,
)
from learning.quizzes.rendering import AskedItem, asked_items, right_answers, right_in_gap
from learning.quizzes.scoring import (
    amount_for,
    chosen_ids,
    is_right_pair,
    is_right_place,
    match_in,
    option_for,
    place_of,
)


class Verdict(models.TextChoices):
    """How right something is; said in words and by a sign, not by colour alone."""

    RIGHT = "right", pgettext_lazy("an answer is", "Right")
    PARTLY = "partly", pgettext_lazy("an answer is", "Partly right")
    WRONG = "wrong", pgettext_lazy("an answer is", "Not right")
    WAITS = "waits", pgettext_lazy("an answer is", "Waits to be marked")


@dataclass(frozen=True)
class Line:
    """One part of an answer: what was asked, what was answered, and what is to be said to it."""

    text: str
    given: str = ""
    is_chosen: bool = False
    verdict: Verdict | None = None
    feedback: str = ""
    right: str = ""


@dataclass(frozen=True)
class Result:
    """A question of a submitted attempt with what became of it."""

    asked: AskedItem
    lines: list[Line]
    late: list[Line]

    @property
    def row(self) -> AttemptItem:
        assert self.asked.row is not None  # noqa: S101 - only attempts have results
        return self.asked.row

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.row.score)

    @property
    def percent(self) -> int | None:
        """What it earned, in whole per cent."""
        return None if self.row.score is None else int(self.row.score * 100)

    @property
    def right(self) -> list[str]:
        return right_answers(self.asked.question)


def results_of(items: Sequence[AttemptItem]) -> list[Result]:
    """The results of a submitted attempt in the reader's language. One query."""
    versions = versions_of(items)
    return [
        Result(
            asked,
            list(lines_of(asked.question, asked.order, asked.answer)),
            list(lines_of(asked.question, asked.order, asked.row.late_answer))
            if asked.row and asked.row.late_at
            else [],
        )
        for asked in asked_items(items, versions, is_disabled=True)
    ]


def verdict_of(score: Decimal | None) -> Verdict:
    """In a word, what a score of 0 to 1 means."""
    if score is None:
        return Verdict.WAITS
    return Verdict.RIGHT if score >= 1 else Verdict.PARTLY if score > 0 else Verdict.WRONG


def lines_of(question: Asked, order: dict[str, list[str]], answer: Any) -> Iterator[Line]:
    """The answer part by part, in the order in which it was shown."""
    match question:
        case Choice():
            yield from _chosen(question, order, answer)
        case TrueFalse():
            yield from _true_false(question, answer)
        case Matching():
            yield from _matched(question, order, answer)
        case Ordering():
            for key in order.get("items", []):
                place, item = place_of(key, answer), next(item for item in question.items if item.id == key)
                right = next(n for n, row in enumerate(question.items, start=1) if row.id == key)
                verdict = Verdict.RIGHT if is_right_place(question, key, answer) else Verdict.WRONG
                yield Line(item.text, number(place) if place else "", bool(place), verdict, right=number(right))
        case Numeric():
            yield _typed(answer, amount_for(question.amounts, answer, question.unit), right_answers(question))
        case Short():
            found = option_for(question.options, answer, matters_case=question.matters_case)
            yield _typed(answer, found, right_answers(question))
        case Cloze():
            yield from _filled(question, answer)
        case Open():
            yield Line(_("Your answer"), answer if isinstance(answer, str) else "", bool(answer))
        case _:
            assert_never(question)


def _chosen(question: Choice, order: dict[str, list[str]], answer: Any) -> Iterator[Line]:
    options, chosen = {option.id: option for option in question.options}, chosen_ids(answer)
    for key in order.get("options", []):
        option, is_chosen = options[key], key in chosen
        # Of several right options each earns a part, and is still right.
        verdict = _by_percent(100 * (option.percent > 0) if question.multiple else option.percent)
        is_told = is_chosen or verdict == Verdict.RIGHT
        yield Line(option.text, "", is_chosen, verdict if is_told else None, option.feedback if is_chosen else "")


def _true_false(question: TrueFalse, answer: Any) -> Iterator[Line]:
    for value, text, feedback in (
        (True, pgettext("answer", "True"), question.feedback_true),
        (False, pgettext("answer", "False"), question.feedback_false),
    ):
        is_chosen, is_right = answer is value, question.answer is value
        verdict = Verdict.RIGHT if is_right else Verdict.WRONG if is_chosen else None
        yield Line(text, "", is_chosen, verdict, feedback if is_chosen else "")


def _matched(question: Matching, order: dict[str, list[str]], answer: Any) -> Iterator[Line]:
    pairs, rights = {pair.id: pair for pair in question.pairs}, question.rights
    given = answer if isinstance(answer, dict) else {}
    for key in order.get("left", []):
        verdict = Verdict.RIGHT if is_right_pair(question, key, answer) else Verdict.WRONG
        own = given.get(key)
        yield Line(pairs[key].left, rights.get(own or "", ""), bool(own), verdict, right=pairs[key].right)


def _filled(question: Cloze, answer: Any) -> Iterator[Line]:
    given = answer if isinstance(answer, dict) else {}
    for place, gap in enumerate(question.gaps, start=1):
        own = given.get(gap.id)
        found = match_in(gap, own)
        text = found.text if gap.kind == GapKind.CHOICE and isinstance(found, Option) else own
        label = _("Gap %(number)s") % {"number": number(place)}
        verdict, feedback = _by_percent(_percent(found)), found.feedback if found else ""
        right = _without_stars([right_in_gap(gap)])
        yield Line(label, text if isinstance(text, str) else "", bool(own), verdict, feedback, right)


def _typed(answer: Any, found: Option | Amount | None, right: list[str]) -> Line:
    text = answer if isinstance(answer, str) else ""
    feedback = found.feedback if found else ""
    return Line(_("Your answer"), text, bool(text), _by_percent(_percent(found)), feedback, _without_stars(right))


def _without_stars(right: list[str]) -> str:
    """An accepted form as one tells it: * is for those who write questions."""
    plain = [text for text in right if "*" not in text]
    return next(iter(plain or [text.replace("*", "…") for text in right]), "")


def _percent(found: Option | Amount | None) -> int:
    return found.percent if found else 0


def _by_percent(percent: int) -> Verdict:
    return verdict_of(Decimal(percent) / 100)

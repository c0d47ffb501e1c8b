"""What an answer earns: pure functions of a version of a question and the JSON that was kept.

Answers by kind: choice, a list of ids of options; true or false, a boolean; matching, {id of a pair: id of a right
side}; ordering, {id of an item: its place from 1}; number, short and open answer, the text as typed; text with gaps,
{id of a gap: text, or the id of the chosen option}. None and whatever has another shape are no answer.
"""

import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, assert_never

from learning.quizzes.choices import GapKind
from learning.quizzes.questions import (
    Amount,
    Asked,
    Choice,
    Cloze,
    Gap,
    Matching,
    Numeric,
    Open,
    Option,
    Ordering,
    Short,
    TrueFalse,
    number_in_text,
)

# As StepRecord and AttemptItem keep them.
PLACES = Decimal("0.00001")
NOTHING, ALL = Fraction(0), Fraction(1)


def score(question: Asked, answer: Any) -> Decimal | None:
    """What an answer earns, 0 to 1; None while an open answer waits for whoever marks it."""
    earned = _earned(question, answer)
    return None if earned is None else in_places(min(ALL, max(NOTHING, earned)))


def in_places(share: Fraction | Decimal | int) -> Decimal:
    """A share of 0 to 1 with as many places as are kept."""
    exact = Fraction(share)
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(PLACES)


def _earned(question: Asked, answer: Any) -> Fraction | None:
    match question:
        case Choice():
            return _chosen(question, answer)
        case TrueFalse():
            return ALL if isinstance(answer, bool) and answer == question.answer else NOTHING
        case Matching():
            return _share(is_right_pair(question, pair.id, answer) for pair in question.pairs)
        case Ordering():
            return _share(is_right_place(question, item.id, answer) for item in question.items)
        case Numeric():
            return _percent(amount_for(question.amounts, answer, question.unit))
        case Short():
            return _percent(option_for(question.options, answer, matters_case=question.matters_case))
        case Cloze():
            given = answer if isinstance(answer, dict) else {}
            earned = [min(ALL, max(NOTHING, _percent(match_in(gap, given.get(gap.id))))) for gap in question.gaps]
            return sum(earned, NOTHING) / len(earned) if earned else NOTHING
        case Open():
            return None if isinstance(answer, str) and answer.strip() else NOTHING
        case _:
            assert_never(question)


def _chosen(question: Choice, answer: Any) -> Fraction:
    """Of several options the wrong ones take away what they cost; all right ones are always the whole."""
    chosen = chosen_ids(answer)
    options = [option for option in question.options if option.id in chosen]
    if not question.multiple:
        return _percent(options[0]) if len(options) == 1 and len(chosen) == 1 else NOTHING
    whole = sum(option.percent for option in question.options if option.percent > 0)
    return Fraction(sum(option.percent for option in options), whole) if whole else NOTHING


def chosen_ids(answer: Any) -> set[str]:
    """The ids of options in an answer."""
    return {key for key in answer if isinstance(key, str)} if isinstance(answer, list) else set()


def is_right_pair(question: Matching, left: str, answer: Any) -> bool:
    """Whether a left side got what belongs to it. Right sides with the same words are the same."""
    given = answer.get(left) if isinstance(answer, dict) else None
    rights = question.rights
    return isinstance(given, str) and given in rights and rights[given] == rights.get(left)


def is_right_place(question: Ordering, key: str, answer: Any) -> bool:
    """Whether an item stands where it, or one with the same words, belongs."""
    place = place_of(key, answer)
    if not 1 <= place <= len(question.items):
        return False
    item = next(item for item in question.items if item.id == key)
    return question.items[place - 1].text == item.text


def place_of(key: str, answer: Any) -> int:
    """Where somebody put an item, from 1; 0 for nowhere."""
    place = answer.get(key) if isinstance(answer, dict) else None
    return place if isinstance(place, int) and not isinstance(place, bool) else 0


def match_in(gap: Gap, answer: Any) -> Option | Amount | None:
    """The option or amount that an answer to a gap is."""
    if gap.kind == GapKind.NUMERIC:
        return amount_for(gap.amounts, answer)
    if gap.kind == GapKind.CHOICE:
        return next((option for option in gap.options if option.id == answer), None)
    return option_for(gap.options, answer)


def amount_for(amounts: Iterable[Amount], answer: Any, unit: str = "") -> Amount | None:
    """The accepted number within whose tolerance the answer is; the one that earns most where there are several."""
    number = number_in_text(answer, unit) if isinstance(answer, str) else None
    if number is None:
        return None
    exact = Fraction(number)
    near = [amount for amount in amounts if abs(exact - Fraction(amount.value)) <= Fraction(amount.tolerance)]
    return max(near, key=lambda amount: amount.percent, default=None)


def option_for(options: Iterable[Option], answer: Any, *, matters_case: bool = False) -> Option | None:
    """The accepted form that an answer is; the one that earns most where there are several."""
    if not isinstance(answer, str) or not answer.strip():
        return None
    text = comparable(answer, matters_case=matters_case)
    fitting = [option for option in options if fits(comparable(option.text, matters_case=matters_case), text)]
    return max(fitting, key=lambda option: option.percent, default=None)


def comparable(text: str, *, matters_case: bool = False) -> str:
    """A text as it is compared: one form of each letter (NFKC), single spaces, ASCII digits, small letters."""
    text = unicodedata.normalize("NFKC", text)
    text = "".join(str(unicodedata.decimal(letter, letter)) for letter in text)
    text = " ".join(text.split())
    return text if matters_case else unicodedata.normalize("NFKC", text.casefold())


def fits(pattern: str, text: str) -> bool:
    """Whether a text is what a pattern says, in which * is anything or nothing. Takes no longer for bad intentions."""
    first, *middle = pattern.split("*")
    if not middle:
        return text == pattern
    *middle, last = middle
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    place, end = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, place, end)
        if found < 0:
            return False
        place = found + len(part)
    return True


def _percent(found: Option | Amount | None) -> Fraction:
    return Fraction(found.percent, 100) if found else NOTHING


def _share(results: Iterable[bool]) -> Fraction:
    rights = list(results)
    return Fraction(sum(rights), len(rights)) if rights else NOTHING

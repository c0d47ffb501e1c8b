"""What answers earn, kind by kind, and what must hold for whatever anybody sends."""

import random
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.quizzes.questions import Asked, Cloze, Matching, Ordering, number_in_text, question_in, question_of
from learning.quizzes.scoring import comparable, fits, score
from learning.quizzes.selection import drawn, order_of
from tests.factories.courses import VALUES, as_list, option

QUESTIONS: dict[str, Asked] = {kind: question_of(kind, value) for kind, value in VALUES.items()}
MULTIPLE = question_of(
    "choice",
    {"multiple": True, "options": as_list(option("A", 50), option("B", 50), option("C", -50), option("D", -50))},
)


def right_answer(question: Asked) -> Any:
    """The JSON of an answer that earns the whole."""
    match question:
        case Matching():
            return {pair.id: pair.id for pair in question.pairs}
        case Ordering():
            return {item.id: place for place, item in enumerate(question.items, start=1)}
        case Cloze():
            number, choice, word = question.gaps
            return {number.id: "3", choice.id: choice.options[0].id, word.id: word.options[0].text}
    return {
        "choice": lambda: [max(question.options, key=lambda option: option.percent).id],  # type: ignore[union-attr]
        "true_false": lambda: True,
        "numeric": lambda: "3",
        "short": lambda: "wait time",
    }[str(question.kind)]()


SCORED = [kind for kind in QUESTIONS if kind != "open"]


@pytest.mark.parametrize("kind", SCORED)
def test_the_right_answer_earns_the_whole_and_none_earns_nothing(kind: str) -> None:
    question = QUESTIONS[kind]
    assert score(question, right_answer(question)) == 1
    nothings: list[Any] = [None, [], {}, ""]
    assert [score(question, nothing) for nothing in nothings] == [0, 0, 0, 0]


def test_an_open_answer_waits_and_an_empty_one_does_not() -> None:
    assert score(QUESTIONS["open"], "I will wait.") is None
    assert score(QUESTIONS["open"], "  ") == 0
    assert score(QUESTIONS["open"], ["x"]) == 0


def test_options_add_up_and_wrong_ones_take_away_but_never_below_nothing() -> None:
    a, b, c, d = (option.id for option in MULTIPLE.options)  # type: ignore[union-attr]
    earned = [
        score(MULTIPLE, chosen) for chosen in ([a], [a, b], [b, a], [a, b, c], [c, d], [a, a, b, b], [a, b, c, d])
    ]
    assert earned == [Decimal(x) for x in ("0.5", "1", "1", "0.5", "0", "1", "0")]


def test_thirds_make_the_whole_and_one_of_several_sent_to_a_single_choice_nothing() -> None:
    thirds = question_of(
        "choice", {"multiple": True, "options": as_list(*[option(x, 33) for x in "ABC"], option("D", -100))}
    )
    ids = [option.id for option in thirds.options]  # type: ignore[union-attr]
    assert [score(thirds, ids[:number]) for number in (1, 2, 3, 4)] == [
        Decimal("0.33333"),
        Decimal("0.66667"),
        Decimal(1),
        Decimal(0),
    ]
    single = QUESTIONS["choice"]
    one, _other, half = (option.id for option in single.options)  # type: ignore[union-attr]
    assert [score(single, answer) for answer in ([half], [one, half], [one, one], "one")] == [Decimal("0.5"), 0, 1, 0]


def test_pairs_and_places_count_one_by_one() -> None:
    matching, ordering = QUESTIONS["matching"], QUESTIONS["ordering"]
    first, second = (pair.id for pair in matching.pairs)  # type: ignore[union-attr]
    assert score(matching, {first: first, second: first}) == Decimal("0.5")
    assert score(matching, {first: second, second: first}) == 0
    a, b, c, d = (item.id for item in ordering.items)  # type: ignore[union-attr]
    assert score(ordering, {a: 1, b: 2, d: 3, c: 4}) == Decimal("0.5")
    assert score(ordering, {a: 1, b: 1, c: 1, d: 1}) == Decimal("0.25")
    assert score(ordering, {a: True, b: 99, c: -1, d: "4"}) == 0


def test_things_with_the_same_words_are_the_same() -> None:
    twins = question_of("ordering", {"items": as_list("Plan", "Teach", "Plan")})
    a, b, c = (item.id for item in twins.items)  # type: ignore[union-attr]
    assert score(twins, {c: 1, b: 2, a: 3}) == 1
    pairs = question_of("matching", {"pairs": as_list(*[{"left": x, "right": "Watches"} for x in "AB"]), "extra": []})
    first, second = (pair.id for pair in pairs.pairs)  # type: ignore[union-attr]
    assert score(pairs, {first: first, second: first}) == 1
    assert len(order_of(pairs, seed=1, key=KEY)["right"]) == 1


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", "3"), ("3,5", "3.5"), ("3.5", "3.5"), ("−2", "-2"), ("+2", "2"), ("٣٫٥", "3.5"), ("٣", "3"), ("３", "3"),
        ("1.000,5", "1000.5"), ("1,000.5", "1000.5"), ("1 000", "1000"), ("2e3", "2000"), ("3 s", "3"), ("3S", "3"),
        (".5", "0.5"), ("", None), ("three", None), ("3 4 x", None), ("1e999", None), ("9" * 99, None), ("nan", None),
    ],
)  # fmt: skip
def test_numbers_are_read_in_every_script(text: str, number: str | None) -> None:
    assert number_in_text(text, "s") == (None if number is None else Decimal(number))


@pytest.mark.parametrize(("answer", "earned"), [("2.5", 1), ("3,5", 1), ("٣", 1), ("3.51", 0), ("2.49", 0), ("3 s", 1)])
def test_a_number_is_right_within_its_tolerance(answer: str, earned: int) -> None:
    assert score(QUESTIONS["numeric"], answer) == earned


@pytest.mark.parametrize(
    ("answer", "earned"),
    [
        ("Wait  TIME", "1"),
        ("waiting time", "1"),
        ("ＷＡＩＴ time", "1"),
        ("Pause", "0.5"),
        ("time wait", "0"),
        ("wait", "0"),
    ],
)
def test_short_answers_are_compared_by_what_they_say(answer: str, earned: str) -> None:
    assert score(QUESTIONS["short"], answer) == Decimal(earned)


def test_capital_letters_matter_where_they_do() -> None:
    strict = question_of("short", {"matters_case": True, "answers": as_list(option("DNA", 100))})
    assert [score(strict, text) for text in ("DNA", "dna")] == [1, 0]


def test_gaps_count_one_by_one() -> None:
    cloze = QUESTIONS["cloze"]
    number, choice, word = cloze.gaps  # type: ignore[union-attr]
    assert score(cloze, {number.id: "4", choice.id: choice.options[1].id, word.id: "LISTEN"}) == Decimal("0.66667")
    assert cloze.pieces == [  # type: ignore[union-attr]
        ("Wait ", 1),
        (" seconds before a ", 2),
        (" answers, then ", 3),
        (".", 0),
    ]


def test_stars_stand_for_anything_and_many_of_them_take_no_longer() -> None:
    for pattern, text, fit in (
        ("*", "", True), ("a*", "abc", True), ("*c", "abc", True), ("a*c", "ac", True), ("a*a", "a", False),
        ("a*b*c", "axxbyyc", True), ("a*b*b", "ab", False), ("abc", "abc", True), ("", "", True), ("ab*", "a", False),
    ):  # fmt: skip
        assert fits(pattern, text) is fit, (pattern, text)
    assert not fits("*a" * 50 + "*b", "a" * 5000)


# ---------------------------------------------------------------- whatever anybody sends

KEY = UUID(int=7)
IDS = sorted({key for question in QUESTIONS.values() for key in question.ids})
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.sampled_from(IDS))
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.one_of(st.text(), st.sampled_from(IDS)), inner),
    max_leaves=12,
)


@given(st.sampled_from([*QUESTIONS, "multiple"]), ANYTHING)
def test_whatever_is_sent_earns_between_nothing_and_the_whole(kind: str, answer: Any) -> None:
    earned = score(QUESTIONS.get(kind, MULTIPLE), answer)
    assert (earned is None and kind == "open") or (earned is not None and 0 <= earned <= 1)


@given(st.sampled_from(SCORED), st.randoms())
def test_the_order_of_sending_never_matters(kind: str, chance: random.Random) -> None:
    answer = right_answer(QUESTIONS[kind])
    if isinstance(answer, dict):
        pairs = list(answer.items())
        chance.shuffle(pairs)
        answer = dict(pairs)
    elif isinstance(answer, list):
        chance.shuffle(answer)
    assert score(QUESTIONS[kind], answer) == 1


@given(st.lists(st.sampled_from([option.id for option in MULTIPLE.options]), max_size=6), st.randoms())  # type: ignore[union-attr]
def test_options_in_any_order_and_number_earn_the_same(chosen: list[str], chance: random.Random) -> None:
    mixed = [*chosen, *chosen]
    chance.shuffle(mixed)
    assert score(MULTIPLE, mixed) == score(MULTIPLE, chosen)


@given(st.text())
def test_plain_text_is_plain_already(text: str) -> None:
    assert comparable(comparable(text)) == comparable(text)


@given(st.sampled_from(list(VALUES)), ANYTHING)
def test_reading_a_question_never_fails(kind: str, value: Any) -> None:
    names = ("options", "pairs", "extra", "items", "answers", "gaps", "points", "prompt")
    question = question_of(kind, {name: value for name in names if not isinstance(value, int | float | bool)})
    assert question.kind == kind
    assert question_in({"body": "[]"}) is None


# ---------------------------------------------------------------- chance


def test_the_same_seed_draws_and_shuffles_the_same() -> None:
    keys = {number: UUID(int=number) for number in range(1, 30)}
    rows: list[dict[str, Any]] = [{"type": "question", "value": 3}, {"type": "draw", "value": {"pool": 1, "number": 5}}]
    pools = {1: list(keys.values())}
    many = [drawn(rows, seed=seed, shuffle=True, keys=keys, pools=pools) for seed in (1, 1, 2, 3)]
    assert many[0] == many[1]
    assert many[1] != many[2] != many[3]
    assert all(len(set(one)) == 6 and keys[3] in one for one in many)
    for question in QUESTIONS.values():
        orders = [order_of(question, seed=seed, key=KEY) for seed in (5, 5)]
        assert orders[0] == orders[1]


def test_items_never_stand_in_the_right_order_to_begin_with() -> None:
    ordering = QUESTIONS["ordering"]
    right = [item.id for item in ordering.items]  # type: ignore[union-attr]
    assert all(order_of(ordering, seed=seed, key=KEY)["items"] != right for seed in range(200))

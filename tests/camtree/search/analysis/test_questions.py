"""What somebody typed, as a question to the index."""

import pytest

from camtree.search.analysis.questions import (
    LONGEST_QUESTION,
    MOST_WORDS,
    by_key,
    is_too_much,
    parts_of,
    prefixes_of,
    question_of,
)


def written(text: str, reader: str = "en") -> list[str]:
    return [group.written for group in question_of(text, reader).groups]


@pytest.mark.parametrize(
    ("typed", "reader", "kept"),
    [
        ("maths year 4", "en", ["maths"]),
        ("the questions of pupils", "en", ["questions", "pupils"]),
        ("las preguntas de los alumnos", "es", ["preguntas", "alumnos"]),
        ("les questions des élèves", "fr", ["questions", "élèves"]),
        ("الأسئلة في الصف", "ar", ["الأسئلة", "الصف"]),
        ("教师的 课堂", "zh-hans", ["教师的", "课堂"]),
        # English is typed everywhere.
        ("the lesson", "ar", ["lesson"]),
        # Of words that say nothing, all are asked for where there are no others.
        ("how to", "en", ["how", "to"]),
        ("lesson study in Kenya", "en", ["lesson study", "Kenya"]),
    ],
)
def test_words_that_say_nothing_are_left_out(typed: str, reader: str, kept: list[str]) -> None:
    assert written(typed, reader) == kept


def test_words_that_mean_the_same_are_asked_for_too() -> None:
    (maths,) = question_of("maths", "en").groups
    assert {("en:math",), ("en:mathemat",)} <= set(maths.alternatives)
    (stage,) = question_of("KS2", "en").groups
    assert ("en:key", "en:stage", "2") in stage.alternatives
    (whole,) = question_of("key stage 2", "en").groups
    assert ("en:ks2",) in whole.alternatives
    (plural,) = question_of("students", "en").groups
    assert ("en:pupil",) in plural.alternatives
    more = {"en": by_key([["numeracy", "maths", "counting well"]], "en")}
    (asked,) = question_of("numeracy", "en", more).groups
    assert {("en:math",), ("en:count", "en:well")} <= set(asked.alternatives)


def test_phrases_stand_in_order_and_minus_takes_away() -> None:
    question = question_of('“classroom talk” maths -fractions -"case study" -', "en")
    assert [group.written for group in question.groups] == ["maths"]
    assert [group.alternatives[0] for group in question.phrases] == [("en:classroom", "en:talk")]
    assert [group.written for group in question.excluded] == ["case study", "fractions"]
    # A hyphen inside a word takes nothing away.
    assert question_of("close-to-practice", "en").excluded == ()


@pytest.mark.parametrize("typed", ["", '"', '""', "-", "«»", "   ", "\x00", "*", "()", "—", "🎉", "%_'"])
def test_what_holds_no_word_asks_nothing(typed: str) -> None:
    assert question_of(typed, "en").is_empty
    assert prefixes_of(typed).is_empty


def test_a_question_is_bounded() -> None:
    assert len(question_of(" ".join(f"word{n}" for n in range(200)), "en").groups) == MOST_WORDS
    assert len(question_of("a" * 10_000, "en").groups) == 1
    assert max(len(token) for token in question_of("a" * 10_000, "en").tokens) <= 63
    assert is_too_much(" ".join("abcdefghijklm"))
    assert not is_too_much("twelve words or fewer")
    assert LONGEST_QUESTION == 200


def test_an_identifier_is_one_word_and_its_parts_together() -> None:
    (group,) = question_of("CT-2026-0033", "en").groups
    assert ("ct20260033",) in group.alternatives
    assert ("en:ct", "2026", "0033") in group.alternatives
    assert ("2026",) not in group.alternatives


@pytest.mark.parametrize(
    ("text", "sequences"),
    [
        ("maths year 4", {("en:year", "4"), ("en:year", "en:four"), ("year", "4")}),
        ("Grade ٤", {("en:grade", "4"), ("en:grade", "en:four")}),
        ("mathématiques année 4", {("annee", "4")}),
        ("الصف 4", {("ar:صف", "4")}),
    ],
)
def test_a_year_of_school_is_asked_for_together(text: str, sequences: set[tuple[str, ...]]) -> None:
    (year,) = question_of(text, "en").phrases
    assert year.is_loose
    assert set(year.alternatives) >= sequences


def test_other_numbers_stand_where_they_like() -> None:
    assert question_of("key stage 2", "en").phrases == question_of("4 pupils", "en").phrases == ()
    assert question_of("year 2024", "en").phrases == ()


def test_a_run_may_be_asked_for_in_parts() -> None:
    (group,) = question_of("教师课堂", "zh-hans").groups
    assert group.alternatives == (("教师", "师课", "课堂"), ("教师", "课堂"))
    assert [part.alternatives for part in parts_of(group)] == [(("教师",),), (("师课",),), (("课堂",),)]
    (word,) = question_of("lesson", "en").groups
    assert parts_of(word) == [word]


def test_what_is_being_typed_asks_for_beginnings_in_titles() -> None:
    question = prefixes_of("Frac Élè 教")
    assert question.is_in_titles
    assert [group.alternatives[-1] for group in question.groups] == [("frac*",), ("fr:ele*",), ("教",)]

"""Questions come in from GIFT and Moodle XML, and go out again: good ones come in, faulty ones are named."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from learning.quizzes.exchange import read_gift, read_moodle, read_questions, write_gift, write_moodle


def only(text: str) -> tuple[str, dict[str, Any]]:
    reading = read_gift(text)
    assert reading.faults == []
    [question] = reading.questions
    return question.kind, question.value


def options(value: dict[str, Any]) -> list[tuple[str, int, str]]:
    return [(row["text"], row["percent"], row["feedback"]) for row in value["options"]]


def test_a_choice_with_feedback_and_part_of_the_mark() -> None:
    kind, value = only("::Wait time::Who speaks?{=Everybody#Yes. ~%50%Some#Nearly. ~Nobody####Count again.}")
    assert kind == "choice"
    assert (value["prompt"], value["multiple"], value["general_feedback"]) == (
        "<p>Who speaks?</p>",
        False,
        "Count again.",
    )
    assert options(value) == [("Everybody", 100, "Yes."), ("Some", 50, "Nearly."), ("Nobody", 0, "")]


def test_several_right_options_make_a_whole_whatever_their_thirds() -> None:
    kind, value = only("Which?{~%33.33333%A ~%33.33333%B ~%33.33333%C ~%-100%D}")
    assert (kind, value["multiple"]) == ("choice", True)
    assert [row["percent"] for row in value["options"]] == [34, 33, 33, -100]


@pytest.mark.parametrize(
    ("text", "answer", "when_true", "when_false"),
    [
        ("It is.{TRUE#Wrong.#Right.}", True, "Right.", "Wrong."),
        ("It is.{F#Wrong.#Right.}", False, "Wrong.", "Right."),
        ("It is.{T}", True, "", ""),
    ],
)
def test_true_or_false_with_its_two_feedbacks(text: str, answer: bool, when_true: str, when_false: str) -> None:
    kind, value = only(text)
    assert kind == "true_false"
    assert (value["answer"], value["feedback_true"], value["feedback_false"]) == (answer, when_true, when_false)


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("How many?{#28}", [("28", "0", 100)]),
        ("How many?{#28:2}", [("28", "2", 100)]),
        ("How many?{#3.1..3.3}", [("3.2", "0.1", 100)]),
        ("How many?{#=28:0 =%50%28:3#Close.}", [("28", "0", 100), ("28", "3", 50)]),
        ("How many?{#\n=3:2\n~#No.}", [("3", "2", 100)]),
        ("How many?{#3,5}", [("3.5", "0", 100)]),
    ],
)
def test_numbers_with_tolerance_or_as_a_range(text: str, answers: list[tuple[str, str, int]]) -> None:
    kind, value = only(text)
    assert kind == "numeric"
    assert [(row["value"], row["tolerance"], row["percent"]) for row in value["answers"]] == answers


def test_pairs_and_what_belongs_to_none() -> None:
    kind, value = only("Match.{=Plan -> before =Watch -> during = -> never}")
    assert kind == "matching"
    assert value["pairs"] == [{"left": "Plan", "right": "before"}, {"left": "Watch", "right": "during"}]
    assert value["extra"] == ["never"]


def test_a_gap_in_a_sentence_and_an_open_answer() -> None:
    kind, value = only("Talk is {=dialogue =%50%speech} when pupils answer each other.")
    assert kind == "short"
    assert value["prompt"] == "<p>Talk is _____ when pupils answer each other.</p>"
    assert [(row["text"], row["percent"]) for row in value["answers"]] == [("dialogue", 100), ("speech", 50)]
    assert only("Why?{}")[0] == "open"


def test_escaped_signs_formats_and_comments() -> None:
    text = "// [tag:talk]\n::A \\: b::[markdown]*Which* \\{one\\}?{\n// not this\n=\\= 2 + 3\n~\\~ 4 \\# 5}"
    reading = read_gift(text)
    [question] = reading.questions
    assert (question.title, question.tags, question.line) == ("A : b", ("talk",), 2)
    assert question.value["prompt"] == "<p><em>Which</em> {one}?</p>"
    assert [row["text"] for row in question.value["options"]] == ["= 2 + 3", "~ 4 # 5"]


def test_what_a_page_must_not_run_does_not_come_in() -> None:
    _kind, value = only('[html]<p onclick\\="x()">Who?</p><script>alert(1)</script>{=[html]<b>A</b><img src\\=x> ~B}')
    assert value["prompt"] == "<p>Who?</p>"
    assert value["options"][0]["text"] == "A"


def test_a_category_holds_for_what_follows() -> None:
    reading = read_gift("$CATEGORY: $course$/top/Talk\n\nA?{T}\n\n$CATEGORY: Time\n\nB?{F}")
    assert [question.category for question in reading.questions] == ["Talk", "Time"]


def test_good_questions_come_in_and_faulty_ones_are_named_with_their_line() -> None:
    text = """A?{T}

No braces here.

::Never closed::B?{=a ~b

C?{=x}

D?{~a ~b}

E?{#many}

F?{=a -> b =c}

G?{=a ~b} and {=c}

H?{one =two}

{=a}

I?{=a}
"""
    reading = read_gift(text)
    assert [question.title for question in reading.questions] == ["A?", "C?", "I?"]
    assert [(fault.line, fault.reason) for fault in reading.faults] == [
        (3, "A text without answers in braces is no question. It belongs in the lesson."),
        (5, "The answers are not closed by “}”."),
        (9, "No option is right."),
        (11, "“many” is not a number."),
        (13, "Each pair has “->” between its two sides."),
        (15, "There are two pairs of braces, or one inside another. Write \\{ where you mean the sign."),
        (17, "Each answer begins with “=” or “~”; this one does not: “one”."),
        (19, "The question has no text."),
    ]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        ("Qui ?{T}\nÉtait-ce ?{T}".encode("latin-1"), 2, "not in UTF-8"),
        (b"x" * 4_000_001, 1, "too large"),
        (b"<quiz><question", 1, "not XML that can be read"),
        (b"<html/>", 1, "not a file of Moodle questions"),
        (b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', 1, "declares a document type"),
    ],
)
def test_a_file_that_is_none_is_one_fault(content: bytes, line: int, words: str) -> None:
    reading = read_questions(content)
    assert reading.questions == []
    [fault] = reading.faults
    assert fault.line == line
    assert words in fault.reason


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_files_of_windows_are_read_by_their_mark(mark: str) -> None:
    assert [question.title for question in read_questions("Qué?{T}".encode(mark)).questions] == ["Qué?"]


def test_moodle_xml_is_read_with_line_and_reason() -> None:
    content = b"""<?xml version="1.0"?>
<quiz>
<question type="category"><category><text>$course$/top/Talk</text></category></question>
<question type="multichoice"><name><text>Wait</text></name>
<questiontext format="html"><text><![CDATA[<p>Who?</p>]]></text></questiontext>
<single>true</single><shuffleanswers>0</shuffleanswers>
<answer fraction="100"><text>All</text><feedback><text>Yes.</text></feedback></answer>
<answer fraction="0"><text>None</text></answer><tags><tag><text>talk</text></tag></tags></question>
<question type="calculated"><name><text>Sum</text></name></question>
<question type="shortanswer"><name><text>Empty</text></name><questiontext><text>Q</text></questiontext></question>
<question type="cloze"><name><text>Gaps</text></name><questiontext format="html"><text>
<![CDATA[<p>Talk is {1:SA:=dialogue#Yes~%50%speech} in {2:NM:=3:1} of {:MC:=ten~two}.</p>]]>
</text></questiontext></question>
</quiz>"""
    reading = read_moodle(content)
    assert [(q.kind, q.title, q.category, q.line) for q in reading.questions] == [
        ("choice", "Wait", "Talk", 4),
        ("cloze", "Gaps", "Talk", 11),
    ]
    assert reading.questions[0].tags == ("talk",)
    assert reading.questions[0].value["shuffle"] is False
    gaps = reading.questions[1].value
    assert gaps["text"] == "Talk is [[1]] in [[2]] of [[3]]."
    assert [gap["kind"] for gap in gaps["gaps"]] == ["short", "numeric", "choice"]
    assert gaps["gaps"][1]["answers"] == [{"text": "3", "percent": 100, "tolerance": "1", "feedback": ""}]
    assert [(fault.line, fault.excerpt, fault.reason) for fault in reading.faults] == [
        (9, "Sum", "Questions of the kind “calculated” cannot be taken over."),
        (10, "Empty", "No answer is right."),
    ]


WORDS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Zs", "Cn", "Co"], exclude_characters="<>&[]*"
    ),
    min_size=1,
    max_size=12,
)
FEEDBACK = st.one_of(st.just(""), WORDS)
ROWS = st.lists(st.tuples(WORDS, FEEDBACK), min_size=2, max_size=5, unique_by=lambda row: row[0])


@st.composite
def questions(draw: Any) -> tuple[str, str, dict[str, Any]]:
    """A question of any kind that both formats can say."""
    rows = draw(ROWS)
    kind = draw(st.sampled_from(["choice", "true_false", "matching", "numeric", "short", "open"]))
    value: dict[str, Any] = {"prompt": f"<p>{draw(WORDS)}</p>", "general_feedback": draw(FEEDBACK)}
    texts = [{"text": text, "percent": 0, "feedback": feedback} for text, feedback in rows]
    if kind == "choice":
        texts[0]["percent"] = 100
        value |= {"multiple": False, "shuffle": True, "options": texts}
    elif kind == "true_false":
        right, wrong = draw(FEEDBACK), draw(FEEDBACK)
        value |= {"answer": draw(st.booleans()), "feedback_true": right, "feedback_false": wrong}
    elif kind == "matching":
        value |= {"pairs": [{"left": a, "right": a + "?"} for a, _feedback in rows], "extra": [draw(WORDS)]}
    elif kind == "numeric":
        number, wide = draw(st.decimals(-999, 999, places=2)), draw(st.decimals(0, 9, places=1))
        row = {"value": str(number), "tolerance": str(wide), "percent": 100, "feedback": draw(FEEDBACK)}
        value |= {"unit": "", "answers": [row]}
    elif kind == "short":
        value |= {"matters_case": False, "answers": [row | {"percent": 100} for row in texts]}
    else:
        value |= {"guidance": "", "points": 10}
    return draw(WORDS), kind, value


@settings(max_examples=150, deadline=None)
@given(st.lists(questions(), min_size=1, max_size=4))
def test_what_goes_out_comes_in_again(given_questions: list[tuple[str, str, dict[str, Any]]]) -> None:
    for write, read in ((write_gift, read_gift), (write_moodle, lambda text: read_moodle(text.encode()))):
        exported = write(given_questions)
        reading = read(exported.text)
        assert reading.faults == []
        assert [(q.title, q.kind, q.value) for q in reading.questions] == given_questions
        assert exported.left_out == []


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ab:{}=~#%\\->\n [html]TF/0.$", max_size=80))
def test_no_text_is_too_odd_to_be_answered(text: str) -> None:
    reading = read_gift(text)
    assert all(fault.reason for fault in reading.faults)
    assert all(question.value["prompt"] for question in reading.questions)


def test_ordering_and_gaps_go_out_in_moodle_xml_only() -> None:
    ordering = ("Steps", "ordering", {"prompt": "<p>Order.</p>", "general_feedback": "", "items": ["Plan", "Watch"]})
    answers = [{"text": "talk}", "percent": 100, "tolerance": "0", "feedback": "Yes~no"}]
    cloze = (
        "Gaps",
        "cloze",
        {"prompt": "", "general_feedback": "", "text": "We [[1]].", "gaps": [{"kind": "short", "answers": answers}]},
    )
    gift = write_gift([ordering, cloze])
    assert (gift.text, gift.left_out) == ("", ["Steps", "Gaps"])
    text = write_moodle([ordering, cloze]).text
    assert [element.get("type") for element in etree.fromstring(text.encode())] == ["ordering", "cloze"]
    assert [(q.title, q.kind, q.value) for q in read_moodle(text.encode()).questions] == [ordering, cloze]

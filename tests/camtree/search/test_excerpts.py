"""What is shown of a text around a word that was found in it."""

import pytest

from camtree.search.analysis.questions import question_of
from camtree.search.excerpts import WIDTH, excerpt, highlight


@pytest.mark.parametrize(
    ("text", "language", "typed", "marked"),
    [
        ("Fractions, and a fraction", "en", "fraction", "<mark>Fractions</mark>, and a <mark>fraction</mark>"),
        ("L’évaluation des élèves", "fr", "evaluation", "<mark>L’évaluation</mark> des élèves"),
        ("سألت المعلمة أسئلة", "ar", "اسئلة", "سألت المعلمة <mark>أسئلة</mark>"),
        ("教师在课堂提问", "zh-hans", "课堂 教师", "<mark>教师</mark>在<mark>课堂</mark>提问"),
        ("close-to-practice", "en", "practice", "<mark>close-to-practice</mark>"),
        ("a < b & c", "en", "b", "a &lt; <mark>b</mark> &amp; c"),
        ("Nothing of it", "en", "zebra", "Nothing of it"),
        ("What is typed", "en", '"', "What is typed"),
    ],
)
def test_words_are_marked_in_every_form(text: str, language: str, typed: str, marked: str) -> None:
    assert highlight(text, language, question_of(typed, language)) == marked


def test_an_excerpt_begins_before_the_word_and_ends_with_one() -> None:
    text = "Before. " * 60 + "The okapi stands here. " + "After that. " * 60
    shown = excerpt("", text, "en", question_of("okapi", "en"))
    assert shown.startswith("…Before.")
    assert "The <mark>okapi</mark> stands here." in shown
    assert shown.endswith("that…")
    assert len(shown) < WIDTH + 80


def test_the_description_is_shown_where_it_says_the_word_or_nothing_does() -> None:
    question = question_of("okapi", "en")
    assert excerpt("An okapi.", "The okapi.", "en", question) == "An <mark>okapi</mark>."
    assert excerpt("Nothing.", "The okapi.", "en", question) == "The <mark>okapi</mark>."
    assert excerpt("Nothing.", "Nothing either.", "en", question) == "Nothing."
    assert excerpt("", "Word. " * 100, "en", question) == "Word. " * 36 + "Word…"

"""The words of a text, where they stand, and their parts."""

import pytest

from camtree.search.analysis.words import pairs, words_in


def parts(text: str) -> list[tuple[str, ...]]:
    return [word.parts for word in words_in(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What works, where?", [("what",), ("works",), ("where",)]),
        ("teacher's l’élève", [("teacher", "s"), ("l", "eleve")]),
        ("close-to-practice CT-2026-0033.1", [("close", "to", "practice"), ("ct", "2026", "0033", "1")]),
        ("COVID\u201119 KS2 3/4", [("covid", "19"), ("ks2",), ("3", "4")]),
        ("one—two – three", [("one",), ("two",), ("three",)]),
        ("مُعَلِّم، الصـــف؟", [("معلم",), ("الصف",)]),
        ("CamTREE教师 2026年", [("camtree",), ("教师",), ("2026",), ("年",)]),
        ("教师，课堂。", [("教师",), ("课堂",)]),
        ("हिन्दी में", [("हिन्दी",), ("में",)]),
        ("ครูและนักเรียน", [("ครูและนักเรียน",)]),
        ("", []),
        ("— … “” \x00", []),
        ("'quoted' -minus", [("quoted",), ("minus",)]),
    ],
)
def test_words_and_their_parts(text: str, found: list[tuple[str, ...]]) -> None:
    assert parts(text) == found


def test_a_word_knows_where_it_stands() -> None:
    text = "Die CamTREE教师 l’élève"
    assert [text[word.start : word.end] for word in words_in(text)] == ["Die", "CamTREE", "教师", "l’élève"]


def test_pairs_stand_for_the_words_of_a_run() -> None:
    assert (pairs("教师课堂"), pairs("教师"), pairs("教")) == (["教师", "师课", "课堂"], ["教师"], ["教"])

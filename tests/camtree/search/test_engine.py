"""What the index answers: everything that meets the question, no more, in a good order, and numbers that are true."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override
from wagtail.models import Locale

from camtree.search import engine
from camtree.search.analysis.questions import question_of
from camtree.search.engine import Wanted
from camtree.search.queries import broader_questions, find, ranked
from research.models import ReportPage
from research.publishing.actions.withdrawals import withdraw_report
from tests.factories.members import make_member
from tests.factories.pages import make_report, make_translation

pytestmark = pytest.mark.django_db


def english() -> Locale:
    return Locale.objects.get(language_code="en")


def wanted(text: str = "", **more: Any) -> Wanted:
    return Wanted(question_of(text, "en"), **{"kinds": ("report",), "locale": english(), **more})


def titles(keys: list[int]) -> list[str]:
    pages = ReportPage.objects.in_bulk(keys)
    return [pages[key].title for key in keys]


def found(text: str, **more: Any) -> list[str]:
    return titles(ranked(wanted(text, **more), 0, 50))


def test_every_word_has_to_be_there_and_none_that_is_taken_away() -> None:
    make_report("Okapi and gnu", introduction="Quagga.")
    make_report("Okapi alone")
    make_report("Gnu alone", introduction="Okapi.")
    assert set(found("okapi gnu")) == {"Okapi and gnu", "Gnu alone"}
    assert found("okapi gnu quagga") == ["Okapi and gnu"]
    assert set(found("okapi -quagga")) == {"Okapi alone", "Gnu alone"}
    assert found("okapi zebu") == []


@pytest.mark.parametrize("words", [0, 3000, 17_000])
def test_every_phrase_of_a_text_is_found_wherever_it_stands(words: int) -> None:
    """PostgreSQL keeps 255 places of a word, and none behind the 16,383rd."""
    before = " ".join(f"w{number % 400}x" for number in range(words))
    text = f"{before} The pupils know the answer, and the teacher knows the pupils know the answer is theirs."
    report = make_report("Okapi", body=[{"type": "section", "value": {"key": "plan", "heading_text": "", "content": [
        {"type": "text", "value": f"<p>{text}</p>"}]}}])  # fmt: skip
    said = text.rstrip(".").replace(",", "").split()
    for at in (*range(max(0, len(said) - 18), len(said) - 2), 0):
        phrase = " ".join(said[at : at + 3])
        assert [match.object_id for match in engine.best(wanted(f'"{phrase}"'))] == [report.pk], phrase
    assert engine.best(wanted('"answer the know"')) == []


def test_a_year_of_school_stands_together_where_it_does_anywhere() -> None:
    make_report("Fractions", introduction="Mathematics in Year 4.")
    make_report("Four sheets", introduction="Mathematics: we took 4 sheets in our first year.")
    assert found("maths year 4") == ["Fractions"]
    assert found("grade 4") == []
    result = find("maths grade 4", english())
    assert (result.is_broader, {str(hit.page) for hit in result.hits}) == (True, {"Fractions", "Four sheets"})


def test_a_phrase_stands_in_order_and_never_across_two_texts() -> None:
    make_report("The gnu okapi pair")
    make_report("The okapi, a gnu")
    make_report("Ends with gnu", introduction="Okapi begins here.")
    assert set(found("gnu okapi")) == {"The gnu okapi pair", "The okapi, a gnu", "Ends with gnu"}
    assert found('"gnu okapi"') == ["The gnu okapi pair"]
    assert found('"okapis, a gnu"') == ["The okapi, a gnu"]


def test_what_says_it_in_its_title_comes_first_and_what_is_withdrawn_last() -> None:
    make_report("First", introduction="About okapis, okapis and okapis.")
    taken_back = make_report("The okapi that was withdrawn", identifier="CT-2026-7001")
    make_report("The okapi")
    withdraw_report(work=taken_back.translation_key, by=make_member("editor@example.org"), public_reason="Wrong.")
    assert found("okapi") == ["The okapi", "The okapi that was withdrawn", "First"]
    with override("en"):
        hits = find("okapi", english()).hits
    assert [hit.is_withdrawn for hit in hits] == [False, True, False]


def test_pages_hold_everything_once_however_much_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(7):
        make_report(f"Okapi {number}", published_on=date(2026, 1, number + 1))
        make_report(f"Body {number}", introduction="Okapis.", published_on=date(2025, 1, number + 1))
    for most in (300, 3):
        monkeypatch.setattr(engine, "COMPARED", most)
        pages = [ranked(wanted("okapi"), start, 4) for start in range(0, 16, 4)]
        assert [len(page) for page in pages] == [4, 4, 4, 2], most
        assert len({key for page in pages for key in page}) == 14
        assert all(title.startswith("Okapi") for title in titles(pages[0][:3]))
    assert engine.count(wanted("okapi")) == 14


def test_numbers_of_facts_are_those_of_what_meets_the_rest() -> None:
    make_report("Okapi", country="KE")
    make_report("Okapi too", country="NO", kind="summary")
    make_report("Gnu", country="NO")
    counts = engine.counts_by_fact(wanted("okapi"), ("country", "variety", "phases"))
    assert counts == {
        "country": {"ke": 1, "no": 1},
        "variety": {"research_report": 1, "summary": 1},
        "phases": {"": 2},
    }
    assert engine.counts_by_fact(wanted(facets={"country": ("no", "ke")}), ("country",)) == {
        "country": {"no": 2, "ke": 1}
    }
    assert found("okapi", facets={"country": ("no",), "variety": ("summary", "lesson_study")}) == ["Okapi too"]
    assert engine.count(wanted(facets={"country": ("no' | 'x",)})) == 0
    assert engine.count(wanted(facets={"country": ('"',)})) == 0


def test_orders_take_what_has_no_day_last() -> None:
    for title, day in (("b", 2), ("É a", 1), ("c", None), ("d", 3)):
        make_report(title, published_on=date(2026, 3, day) if day else None)
    everything = wanted()
    orders = {sort: titles(engine.page_of(everything, sort, 0, 9)) for sort in ("newest", "oldest", "title")}
    assert orders == {
        "newest": ["d", "b", "É a", "c"],
        "oldest": ["É a", "b", "d", "c"],
        "title": ["b", "c", "d", "É a"],
    }


def test_one_work_is_found_once_in_the_language_of_the_reader() -> None:
    report = make_report("Okapi studies")
    make_translation(report, "es")
    for code, number in (("en", 1), ("es", 1), ("ar", 1)):
        locale = Locale.objects.get(language_code=code)
        assert engine.count(Wanted(question_of("okapi", code), ("report",), locale=locale)) == number


def test_broader_questions_leave_out_one_word_then_all_but_one() -> None:
    make_report("Okapi gnu")
    make_report("Okapi zebu")
    question = question_of("okapi gnu zebu", "en")
    one_less, any_of_them = broader_questions(question)
    assert set(titles(ranked(replace(wanted(), question=one_less), 0, 9))) == {"Okapi gnu", "Okapi zebu"}
    assert (one_less.missing, any_of_them.missing) == (1, 2)
    assert list(broader_questions(question_of("okapi", "en"))) == []
    results = find("okapi gnu zebu", english())
    assert (results.total, results.is_broader) == (2, True)

import pytest

from tests.bench.pages import PAGES, chosen


def test_chosen_without_words_are_all() -> None:
    assert chosen(PAGES, " ") == PAGES


def test_chosen_by_parts_of_names_keep_their_order() -> None:
    assert [page.name for page in chosen(PAGES, "search,Library")] == ["library", "library, filtered", "search page"]


def test_chosen_by_an_unknown_word_says_which_there_are() -> None:
    with pytest.raises(SystemExit, match=r'has "nowhere" in its name\. They are: home; library;'):
        chosen(PAGES, "search,nowhere")


def test_names_are_given_once() -> None:
    names = [page.name for page in PAGES]
    assert len(set(names)) == len(names)


def test_limits_among_many_reports_are_never_below_those_among_few() -> None:
    for page in PAGES:
        if page.many:
            few, many = page.few, page.many
            assert many.first >= few.first, page.name
            assert many.first_queries >= few.first_queries, page.name
            assert many.again_queries >= few.again_queries, page.name

import pytest

from tests.bench.pages import PAGES, chosen


def test_chosen_without_words_are_all() -> None:
    assert chosen(PAGES, " ") == PAGES


def test_chosen_by_parts_of_names_keep_their_order() -> None:
    assert [page.name for page in chosen(PAGES, "search,Library")] == ["library", "library, filtered", "search"]


def test_chosen_by_an_unknown_word_says_which_there_are() -> None:
    with pytest.raises(SystemExit, match=r'has "nowhere" in its name\. They are: home; library;'):
        chosen(PAGES, "search,nowhere")


def test_names_are_given_once() -> None:
    names = [page.name for page in PAGES]
    assert len(set(names)) == len(names)


def test_every_look_has_limits() -> None:
    limits = {
        name: limit for page in PAGES for name, limit in ((page.name, page.first), (f"{page.name}, again", page.again))
    }
    assert [name for name, limit in limits.items() if limit.ten is None or limit.queries is None] == [
        "grid of 200 × 60, again"
    ]

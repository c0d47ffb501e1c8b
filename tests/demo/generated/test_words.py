from collections import Counter
from random import Random

import pytest

from demo.generated.words import NAMES, SHARES, Language, draw, languages
from demo.generated.works import PHRASES

LANGUAGES = pytest.mark.parametrize("language", languages().values(), ids=list(SHARES))


@LANGUAGES
def test_each_language_has_a_word_for_everything(language: Language) -> None:
    assert (len(language.phrases), len(set(language.phrases))) == (PHRASES, PHRASES)


@LANGUAGES
def test_names_of_tasks_differ(language: Language) -> None:
    assert len({language.name(rank) for rank in range(NAMES)}) == NAMES


@LANGUAGES
def test_sentences_hold_nothing_but_phrases_and_names(language: Language) -> None:
    for sentence in language.sentences:
        assert "{" not in sentence.format(a="", b="", w=""), sentence


def test_names_of_people_in_another_script_are_written_as_is_usual_there() -> None:
    assert languages()["zh-hans"].person(Random(1)) == ("Wu Fang", "吴芳")
    assert languages()["ar"].person(Random(1)) == ("Layla Al-Omari", "ليلى العمري")


def test_draw_takes_the_second_half_as_often_as_the_first() -> None:
    rng = Random(1)
    drawn = Counter(draw(rng, 48, 1)[0] for _time in range(20_000))
    assert [round(drawn[0] / drawn[rank]) for rank in (1, 3)] == [2, 4]


def test_draw_gives_each_once() -> None:
    assert sorted(draw(Random(1), 6, 6)) == [0, 1, 2, 3, 4, 5]

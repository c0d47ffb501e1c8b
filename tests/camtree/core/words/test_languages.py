"""Languages and countries in the reader's language, and what has no name."""

import pytest

from camtree.core.words.languages import SPOKEN, country_name, language_name


def test_every_spoken_language_has_a_name() -> None:
    assert [code for code in SPOKEN if language_name(code) == code] == []


@pytest.mark.parametrize("code", ["", "zz", "ZZ", "klingon", "x y", "<b>"])
def test_what_has_no_name_is_told_as_it_is(code: str) -> None:
    assert (language_name(code), country_name(code)) == (code, code)

import pytest

from camtree.core.words.slugs import slug_of


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Wait time & talk!", "wait-time-talk"),
        ("कमला शर्मा", "कमला-शर्मा"),
        ("กานต์", "กานต์"),
        ("من يجيب؟ ثلاثة دروس", "من-يجيب-ثلاثة-دروس"),
        ("谁来回答？", "谁来回答"),
        ("ΌΣΟΣ", "όσοσ"),
        ("\u2764\ufe0f", ""),
        ("--- __", ""),
    ],
)
def test_a_slug_keeps_what_a_word_is_read_by(text: str, slug: str) -> None:
    assert slug_of(text, 60) == slug


def test_a_slug_that_is_cut_ends_in_no_hyphen() -> None:
    assert slug_of("abcdefghij klmn", 11) == "abcdefghij"

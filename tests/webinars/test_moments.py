import pytest

from webinars.moments import moment_asked, seconds_in


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("0", 0),
        ("754", 754),
        (" 754 ", 754),
        ("12:34", 754),
        ("90:00", 5400),
        ("1:02:34", 3754),
        ("359999", 359_999),
        ("360000", None),
        ("9" * 5000, None),
        ("1:60:00", None),
        ("12:60", None),
        ("-5", None),
        ("1.5", None),
        ("٧٥٤", None),
        ("754\0", None),
        ("<b>", None),
        ("", None),
    ],
)
def test_seconds_in(text: str, second: int | None) -> None:
    assert seconds_in(text) == second


def test_the_moment_of_an_address_and_of_a_result_of_the_search() -> None:
    assert moment_asked({"t": "12"}) == 12
    assert moment_asked({"at": "13"}) == 13
    assert moment_asked({"t": "x", "at": "13"}) is None
    assert moment_asked({}) is None

import pytest

from camtree.core.words.numbers import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("0", 0), ("٧", 7), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("", None), ("-1", None), ("1.5", None)],
)
def test_a_number_from_outside(text: str, number: int | None) -> None:
    assert number_in(text) == number

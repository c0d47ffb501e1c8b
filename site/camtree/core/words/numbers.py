"""Numbers that come from outside."""

# No key of a row is longer, and no database takes a longer one.
DIGITS = 18


def number_in(text: str) -> int | None:
    """The number that a form or an address names; None for what is none, or longer than any key of ours."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else None

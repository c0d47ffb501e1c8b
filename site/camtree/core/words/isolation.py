"""Text that runs the other way than the text around it: names in Arabic on English pages, Latin ones on Arabic pages.

Without a wall around them their full stops, brackets and numbers are drawn on the wrong side (Unicode, UAX #9).
"""

import re
from typing import Final

from django.utils.translation import get_language_bidi

# What opens a wall: in the direction of the first letter, from the left, from the right.
FIRST_STRONG, FROM_LEFT, FROM_RIGHT = "\u2068", "\u2066", "\u2067"
END = "\u2069"
_WHOLE: Final = re.compile(r"[A-Z]{2,4}-\d{4}-\d{3,6}(?:[.-]?v?\d{1,3})?")
# Letters that are read from the right, and from the left.
_RIGHT: Final = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_LEFT: Final = re.compile(
    r"[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u02af\u0370-\u0589\u0900-\u1fff\u2c00-\ua95f\uac00-\ud7af]"
)


def runs_against(text: str) -> bool:
    """Whether a text holds letters that are read the other way than the language that is active."""
    if get_language_bidi():
        return _LEFT.search(text) is not None
    return not text.isascii() and _RIGHT.search(text) is not None


def direction_within(text: str) -> str:
    """How a text that runs against the page is read: `ltr` or `rtl` where both directions stand in it, by the greater
    part of its letters; empty where its first letter says it rightly."""
    left, right = len(_LEFT.findall(text)), len(_RIGHT.findall(text))
    if not (left and right):
        return ""
    return "rtl" if right > left or (right == left and get_language_bidi()) else "ltr"


def is_isolated(text: str) -> bool:
    """Whether parts of a text are isolated already."""
    return FIRST_STRONG in text or FROM_LEFT in text or FROM_RIGHT in text


def is_whole(text: str) -> bool:
    """Whether a text is an identifier such as CT-2026-0041, of which no part goes to another line."""
    return _WHOLE.fullmatch(text) is not None


def isolated_in_text(text: str) -> str:
    """The same between signs that nobody sees, line by line, where it runs against the text around it. An address that
    stands by itself stays as it is, so that mail programs make a link of it."""
    if is_isolated(text) or not runs_against(text) or text.startswith(("http://", "https://")):
        return text
    opening = {"": FIRST_STRONG, "ltr": FROM_LEFT, "rtl": FROM_RIGHT}[direction_within(text)]
    return "\n".join(f"{opening}{line}{END}" if line.strip() else line for line in text.split("\n"))

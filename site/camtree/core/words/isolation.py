"""Text that runs the other way than the text around it: names in Arabic on English pages, Latin ones on Arabic pages.

Without a wall around them their full stops, brackets and numbers are drawn on the wrong side (Unicode, UAX #9).
"""

import re
from typing import Final

from django.utils.translation import get_language_bidi

FIRST_STRONG, END = "\u2068", "\u2069"
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


def is_whole(text: str) -> bool:
    """Whether a text is an identifier such as CT-2026-0041, of which no part goes to another line."""
    return _WHOLE.fullmatch(text) is not None


def isolated_in_text(text: str) -> str:
    """The same between signs that nobody sees, line by line, where it runs against the text around it. An address that
    stands by itself stays as it is, so that mail programs make a link of it."""
    if FIRST_STRONG in text or not runs_against(text) or text.startswith(("http://", "https://")):
        return text
    return "\n".join(f"{FIRST_STRONG}{line}{END}" if line.strip() else line for line in text.split("\n"))

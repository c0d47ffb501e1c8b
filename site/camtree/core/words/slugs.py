"""Texts as parts of addresses and names of files, in any script."""

import re
import unicodedata
from typing import Final

# They say how the sign before them is drawn, never which word it is.
_VARIANTS: Final = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BETWEEN: Final = re.compile(r"[-\s]+")


def slug_of(text: str, most: int) -> str:
    """A text in small letters with hyphens between its words; "" where it is of signs alone.

    Django's `slugify` drops the marks that are written beside a letter, and with them the vowels of Hindi, Tamil or
    Thai.

    >>> slug_of("कमला शर्मा: Class 5!", 60)
    'कमला-शर्मा-class-5'
    """
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(sign for sign in _VARIANTS.sub("", small) if sign in "-_" or sign.isspace() or _is_letter(sign))
    return _BETWEEN.sub("-", kept).strip("-_")[:most].strip("-_")


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc")

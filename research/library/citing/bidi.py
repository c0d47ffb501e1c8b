"""Citations mix directions: an Arabic date behind a Latin name. What runs against its citation keeps to itself.

By elements and not by signs (camtree.core.words.isolation): what is copied goes into the text of somebody else.
"""

import re
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_RIGHT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# From the first letter, or the number before it, to the last letter or number; other signs and spaces stand between.
_FROM_RIGHT: Final = re.compile(rf"(?:\d+ )?[{_RIGHT}](?:[{_RIGHT}\d\s:.\"'-]*[{_RIGHT}\d])?")
_LEFT: Final = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u02af\u0370-\u0588\u0900-\u1fff"
# An address and an identifier stand for themselves; else from letter to letter, with the commas of names between.
_FROM_LEFT: Final = re.compile(
    r"https?://[^\s<>]*[^\s<>.,;:)&]|doi:[^\s<>]*[^\s<>.,;:)]|[A-Z]{2,4}-\d{4}-[\d.]*\d|CamTREE|"
    rf"&(?:amp|lt|gt|quot|#x27);|[{_LEFT}](?:(?:[{_LEFT}\d'’-]|\.(?=[{_LEFT}-])|,? (?!CamTREE))*[{_LEFT}\d])?"
)


def isolated_runs(text: str, direction: str = "ltr") -> SafeString:
    """A text of this direction as HTML, with what is read the other way in elements of its own."""
    if direction == "rtl":
        return mark_safe(_FROM_LEFT.sub(_isolated_from_left, escape(text)))
    return mark_safe(_FROM_RIGHT.sub(lambda found: f"<bdi>{found[0]}</bdi>", escape(text)))


def _isolated_from_left(found: re.Match[str]) -> str:
    # A sign of HTML is no word.
    return found[0] if found[0].startswith("&") else f"<bdi>{found[0]}</bdi>"

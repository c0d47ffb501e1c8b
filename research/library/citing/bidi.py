"""Citations mix directions: an Arabic date behind a Latin name. Each piece that is read from the right keeps to itself.

By elements and not by signs (camtree.core.words.isolation): what is copied goes into the text of somebody else.
"""

import re
from typing import Final

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_RIGHT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
# From the first letter, or the number before it, to the last letter or number; other signs and spaces stand between.
_RUN: Final = re.compile(rf"(?:\d+ )?[{_RIGHT}](?:[{_RIGHT}\d\s:.\"'-]*[{_RIGHT}\d])?")


def isolated_runs(text: str) -> SafeString:
    """A text as HTML, with what is read from the right in elements of its own."""
    return mark_safe(_RUN.sub(lambda found: f"<bdi>{found[0]}</bdi>", escape(text)))

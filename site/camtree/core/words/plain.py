"""Rich text as plain words."""

import re
from html import unescape

from django.utils.html import strip_tags

_BREAKS = re.compile(r"</(?:p|li|h\d|blockquote|tr|div|figcaption)>|<br\s*/?>", re.IGNORECASE)


def plain_words(html: str) -> str:
    """The words of rich text: a line for each paragraph."""
    lines = unescape(strip_tags(_BREAKS.sub("\n", html))).split("\n")
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)

"""Letters that slant for emphasis, such as Latin ones, inside languages whose own letters do not."""

import re
from typing import Final

_UPRIGHT: Final = re.compile(r"[\u0590-\u08ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufdff\ufe70-\ufefc]")
_EMPHASIS: Final = re.compile(r"<(i|em)>(.*?)</\1>", re.DOTALL)


def is_slanted(text: str) -> bool:
    """Whether a text that is emphasised is written in letters that slant."""
    return _UPRIGHT.search(text) is None


def slanting(html: str) -> str:
    """HTML in which each emphasis in such letters says so, if letters of the other kind stand around it."""
    return html if is_slanted(html) else _EMPHASIS.sub(_marked, html)


def _marked(found: re.Match[str]) -> str:
    element, inside = found.groups()
    return f'<{element} class="slanted">{inside}</{element}>' if is_slanted(inside) else found[0]

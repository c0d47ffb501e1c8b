"""JSON that a visitor sends or uploads, read with suspicion."""

import json
from typing import Any, Final

from camtree.core.words.signs import is_storable

# How deep lists and objects may lie in each other; nothing of ours needs a tenth of it.
DEEPEST: Final = 100
# The largest whole number that a database keeps.
LARGEST: Final = 2**63 - 1


class JsonError(ValueError):
    """Not JSON, or such that could not be kept. `line` is where it ends to be JSON, 1 where that is not known."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.line = line


def read_json(content: str | bytes, *, any_signs: bool = False) -> Any:
    """What JSON says. Raises JsonError where a browser could not have made it from what we keep.

    That is: no JSON (NaN and Infinity are none), deeper than DEEPEST, numbers beyond all bounds, a NUL or half a
    surrogate pair in a text; the last is taken with `any_signs`, for callers that see to it themselves.
    """
    try:
        told = json.loads(content, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise JsonError(str(error), error.lineno) from None
    except (ValueError, RecursionError) as error:
        raise JsonError(str(error)) from None
    _check(told, DEEPEST, any_signs)
    return told


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _check(value: Any, depth: int, any_signs: bool) -> None:
    if depth < 0:
        raise JsonError("too deep")
    match value:
        case bool() | None:
            return
        case str():
            if not any_signs and not is_storable(value):
                raise JsonError("a sign that cannot be kept")
        case int() | float():
            if abs(value) > LARGEST:
                raise JsonError("a number beyond all bounds")
        case list():
            for item in value:
                _check(item, depth - 1, any_signs)
        case dict():
            for key, item in value.items():
                _check(key, depth, any_signs)
                _check(item, depth - 1, any_signs)

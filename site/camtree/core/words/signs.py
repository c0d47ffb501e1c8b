"""Signs that no database of ours keeps: NUL, which PostgreSQL refuses, and halves of surrogate pairs."""

import re
from typing import Any, Final

UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Whether a text can be kept as it is."""
    return UNSTORABLE.search(text) is None


def without_unstorable(text: str) -> str:
    """The text without the signs that cannot be kept."""
    return UNSTORABLE.sub("", text)


def all_without_unstorable(value: Any) -> Any:
    """The same for all texts within lists and dictionaries, keys too."""
    if isinstance(value, str):
        return without_unstorable(value)
    if isinstance(value, list):
        return [all_without_unstorable(item) for item in value]
    if isinstance(value, dict):
        return {without_unstorable(str(key)): all_without_unstorable(item) for key, item in value.items()}
    return value

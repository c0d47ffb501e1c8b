"""Signs that are no text: those that no database of ours keeps (NUL, which PostgreSQL refuses, and halves of surrogate
pairs), and control signs, which no XML may hold: feeds, Word files, Moodle's."""

import re
from typing import Any, Final

UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


# What is no character of XML 1.0 (https://www.w3.org/TR/xml/#charsets). Two of them end a line or a page in word
# processors, and come along when a title is pasted.
_CONTROLS: Final = re.compile("[\0-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAKS: Final = re.compile("[\x0b\x0c]")


def printable(text: str) -> str:
    """The text without control signs; a space stands where one of them parted words."""
    return _CONTROLS.sub("", _BREAKS.sub(" ", text))


def all_printable(value: Any) -> Any:
    """The same for a text, or for all texts of a list or a dictionary; anything else as it is."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list | tuple):
        return type(value)(all_printable(item) for item in value)
    if isinstance(value, dict):
        return {name: all_printable(item) for name, item in value.items()}
    return value


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

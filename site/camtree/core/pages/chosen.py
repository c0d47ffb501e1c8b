"""What comes from a chooser of Wagtail's is the number of a row. What is none is answered in words.

Wagtail hands whatever was sent to the database, which fails on a word; so a word becomes a number that no row has.
"""

from typing import Any

from wagtail.admin.widgets import BaseChooser

from camtree.core.words.numbers import number_in

_as_sent = BaseChooser.value_from_datadict


def number_of_a_row(self: BaseChooser, data: Any, files: Any, name: str) -> Any:
    """The value as it was sent where it may be a number of a row, "0" for anything else, None for nothing."""
    value = _as_sent(self, data, files, name)
    if value is None or isinstance(value, int):
        return value
    return value if number_in(str(value)) is not None else "0"


def connect() -> None:
    """Let all choosers read what was sent in this way."""
    BaseChooser.value_from_datadict = number_of_a_row

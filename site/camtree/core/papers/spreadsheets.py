"""Tables for spreadsheets (CSV, RFC 4180), sent line by line."""

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse

from camtree.core.http.attachments import attached

# A spreadsheet reads a cell that begins so as a formula, and a formula can send what stands beside it elsewhere.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class _Echo:
    """Hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_answer(rows: Iterable[list[Any]], file_name: str) -> StreamingHttpResponse:
    """Rows as a file to keep, the first with the names of the columns. `file_name` is in any letters.

    Columns of one name get a number, for a program that reads by name would keep the last of them alone.
    """
    answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = attached(*file_name.rsplit(".", 1))
    return answer


def _lines(rows: Iterable[list[Any]]) -> Iterator[str]:
    write: Callable[[list[Any]], str] = csv.writer(_Echo()).writerow
    # Without the mark, spreadsheets read anything but English as noise.
    mark = "\N{BYTE ORDER MARK}"
    for number, row in enumerate(rows):
        row = distinct(row) if number == 0 else row
        yield mark + write([harmless_cell(value) for value in row])
        mark = ""


def distinct(names: list[Any]) -> list[Any]:
    """The names of columns; the second of a name and those after it with a number that makes it one of a kind."""
    found: list[Any] = []
    for name in names:
        number, told = 1, name
        while told in found:
            number += 1
            told = f"{name} ({number})"
        found.append(told)
    return found


def harmless_cell(value: Any) -> Any:
    """The value with an apostrophe before it where a spreadsheet would run it; numbers and dates stay as they are."""
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value

"""Tables for spreadsheets (CSV, RFC 4180), sent line by line."""

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import StreamingHttpResponse


class _Echo:
    """Hands each line on instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def csv_answer(rows: Iterable[list[Any]], file_name: str) -> StreamingHttpResponse:
    """Rows as a file to keep, the first with the names of the columns. `file_name` is of plain letters."""
    answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return answer


def _lines(rows: Iterable[list[Any]]) -> Iterator[str]:
    write: Callable[[list[Any]], str] = csv.writer(_Echo()).writerow
    # Without the mark, spreadsheets read anything but English as noise.
    mark = "\N{BYTE ORDER MARK}"
    for row in rows:
        yield mark + write([harmless(value) for value in row])
        mark = ""


def harmless(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value

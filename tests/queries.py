"""Counting what a request asks of the database."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

_LITERAL = re.compile(r"'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b")
_LIST = re.compile(r"\((?:\s*\?\s*,?)+\)")


def shape(sql: str) -> str:
    """A statement without its values: two statements of one shape differ only in what they ask for."""
    return _LIST.sub("(…)", _LITERAL.sub("?", sql))


def shapes(log: CaptureQueriesContext) -> Counter[str]:
    """How often each shape of statement was sent; savepoints are bookkeeping and do not count."""
    return Counter(shape(query["sql"]) for query in log.captured_queries if "SAVEPOINT" not in query["sql"])


@contextmanager
def budget(at_most: int, same_shape: int) -> Iterator[CaptureQueriesContext]:
    """Fail with the statements in words where a request asks too much, or the same thing too often."""
    with CaptureQueriesContext(connection) as log:
        yield log
    counted = shapes(log)
    total = sum(counted.values())
    listing = "\n".join(f"{number} × {sql[:240]}" for sql, number in counted.most_common())
    assert total <= at_most, f"{total} queries, {at_most} allowed:\n{listing}"
    sql, number = counted.most_common(1)[0] if counted else ("", 0)
    assert number <= same_shape, f"one shape {number} times, {same_shape} allowed:\n{number} × {sql}"

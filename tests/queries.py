"""Counting what a request asks of the database."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from camtree.search.indexing import indexed_at_the_end

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


@dataclass(frozen=True)
class Look:
    """A visitor's look at an address: how many queries it may take, and how often `shows` stands in the answer where
    there is one thing and where there are twelve."""

    address: str
    at_most: int
    shows: str
    counts: tuple[int, int] = (1, 12)

    def take(self, count: int) -> Counter[str]:
        """What the look asks of the database. Menus, names of terms and pictures in their sizes outlive a look, so
        they are there."""
        cache.clear()
        visitor = Client()
        visitor.get(self.address)
        with budget(self.at_most, same_shape=3) as log:
            response = visitor.get(self.address)
        assert (response.status_code, response.get("X-Cache")) == (200, None)
        assert response.content.decode().count(self.shows) == count, f"{self.address}: {self.shows}"
        return shapes(log)


def same_at_one_and_twelve(make: Callable[[int], Any], *looks: Look) -> None:
    """Fail where a look breaks its budget, or asks more when `make` has made twelve things than at one."""
    make(1)
    asked = [look.take(look.counts[0]) for look in looks]
    with indexed_at_the_end():
        make(11)
    for look, before in zip(looks, asked, strict=True):
        after = look.take(look.counts[1])
        assert after.total() == before.total(), f"{look.address} asks more of twelve: {after - before}"


def in_languages(address: str, at_most: int, shows: str, counts: tuple[int, int] = (1, 12)) -> list[Look]:
    """The look at an address in English and in Arabic, where most works are shown in English."""
    return [Look(address.replace("/en/", f"/{code}/"), at_most, shows, counts) for code in ("en", "ar")]

"""Processes that put pages into the search while more are made: to take texts apart is most of the work."""

import os
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter
from typing import Any, Self

import django
from django.db import connection

# Batches that wait for a process: there is always one more to take, and the memory holds few.
_WAITING = 2


class Indexers:
    """So many processes beside this one, which helps where they are behind. None: it does all of it."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._pool: ProcessPoolExecutor | None = None
        self._begun: deque[Future[float]] = deque()
        # What it took, of all processes together.
        self.seconds = 0.0

    def __enter__(self) -> Self:
        if self._number:
            # Not forked: a process that is must not use the connections of this one.
            self._pool = ProcessPoolExecutor(self._number, get_context("spawn"), initializer=_begin)
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=error is not None)
        if error is None:
            self._hear()

    def index(self, keys: list[int]) -> None:
        """Enter the reports with these keys, which are committed. Raises what went wrong with earlier ones."""
        self._hear()
        if self._pool is None or len(self._begun) >= self._number + _WAITING:
            self.seconds += index_reports(keys)
        else:
            self._begun.append(self._pool.submit(index_reports, keys))

    def _hear(self) -> None:
        while self._begun and self._begun[0].done():
            self.seconds += self._begun.popleft().result()


# In a process of its own nothing of ours can be imported before Django is set up.


def _begin() -> None:
    django.setup()
    from camtree.search.index import collect_words

    collect_words()


def index_reports(keys: list[int]) -> float:
    """The seconds that it took."""
    from camtree.search.index import write
    from research.models import ReportPage

    begun = perf_counter()
    write(ReportPage.get_indexed_objects().filter(pk__in=keys))
    return perf_counter() - begun


def as_many_as_help() -> int:
    """Processes beside this one that make it faster: one a core, and none where one at a time may write."""
    return os.cpu_count() or 0 if connection.vendor == "postgresql" else 0

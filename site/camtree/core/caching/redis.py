"""Redis that may be away, silent, slow or full: the site is slower then, and never wrong.

What is kept there can be made again, so a Redis that does not answer counts as one that keeps nothing. After a fault it
is left alone for some seconds: a silent one costs a process one time-out, not one for each question.
"""

import logging
import pickle
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError, ResponseError

from camtree.core.caching.generation import GENERATION

logger = logging.getLogger(__name__)

# Seconds until a Redis that failed is asked again.
PAUSE: Final = 5.0
# Counters of limits: while Redis is away each process counts by itself, so that nobody tries passwords meanwhile.
COUNTERS: Final = ("limit:", "allauth:")
# What reading a value may raise that another release wrote.
UNREADABLE: Final = (pickle.UnpicklingError, AttributeError, ImportError, EOFError, IndexError, TypeError)


class _State:
    """What this process knows of Redis. Django makes a cache for each thread, and they share this."""

    away_until = 0.0
    # A publish that Redis was not told of: what it keeps is from before.
    has_missed = False


class PatientRedisCache(RedisCache):
    """Django's own, with an answer for each time Redis has none."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._counters = LocMemCache("counters", {"OPTIONS": {"MAX_ENTRIES": 10_000}})

    def _ask[Answer](self, ask: Callable[[], Answer], otherwise: Callable[[], Answer]) -> Answer:
        """What Redis says, or `otherwise` where it says nothing."""
        if time.monotonic() < _State.away_until:
            return otherwise()
        try:
            if _State.has_missed:
                super().delete(GENERATION)
                _State.has_missed = False
            return ask()
        except (RedisError, OSError) as error:
            _State.away_until = time.monotonic() + PAUSE
            _State.has_missed = True
            logger.warning("Redis does not answer, and is left alone for %d s: %s", PAUSE, type(error).__name__)
            return otherwise()

    def _keep[Answer](self, key: str, version: int | None, keep: Callable[[], Answer]) -> Answer:
        """Keep something. A Redis that is full refuses (ResponseError): then the old value must not stay, either."""
        try:
            return keep()
        except ResponseError:
            super().delete(key, version)
            raise

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        def ask() -> Any:
            try:
                found = RedisCache.get(self, key, None, version)
            except UNREADABLE:
                return default
            if found is None and _counts(key):  # counted here while Redis was full
                return self._counters.get(key, default)
            return default if found is None else found

        return self._ask(ask, lambda: self._counters.get(key, default) if _counts(key) else default)

    def get_many(self, keys: Iterable[str], version: int | None = None) -> dict[str, Any]:
        keys = list(keys)

        def ask() -> dict[str, Any]:
            try:
                return RedisCache.get_many(self, keys, version)
            except UNREADABLE:
                return {}

        return self._ask(ask, dict)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        def without() -> None:
            if _counts(key):
                self._counters.set(key, value, timeout)

        def ask() -> None:
            try:
                self._keep(key, version, lambda: RedisCache.set(self, key, value, timeout, version))
            except ResponseError:
                without()

        self._ask(ask, without)

    def set_many(
        self, data: Mapping[str, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[str]:
        def ask() -> list[str]:
            try:
                return RedisCache.set_many(self, dict(data), timeout, version)
            except ResponseError:
                RedisCache.delete_many(self, list(data), version)
                return list(data)

        return self._ask(ask, lambda: list(data))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Whether nothing was there. Without Redis nothing is: a lock is given to whoever asks for it."""

        def without() -> bool:
            return self._counters.add(key, value, timeout) if _counts(key) and not key.endswith(":lock") else True

        def ask() -> bool:
            try:
                return RedisCache.add(self, key, value, timeout, version)
            except ResponseError:
                return without()

        return self._ask(ask, without)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(lambda: RedisCache.touch(self, key, timeout, version), lambda: False)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._ask(lambda: RedisCache.delete(self, key, version), lambda: False)

    def delete_many(self, keys: Iterable[str], version: int | None = None) -> None:
        keys = list(keys)
        self._ask(lambda: RedisCache.delete_many(self, keys, version), lambda: None)

    def has_key(self, key: str, version: int | None = None) -> bool:
        return self._ask(lambda: RedisCache.has_key(self, key, version), lambda: False)

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError where nothing is counted, as without Redis nothing but limits is."""

        def ask() -> int:
            try:
                return RedisCache.incr(self, key, delta, version)
            except (ValueError, ResponseError):
                return self._counters.incr(key, delta)

        return self._ask(ask, lambda: self._counters.incr(key, delta))

    def clear(self) -> None:
        self._ask(lambda: RedisCache.clear(self), lambda: None)


def _counts(key: str) -> bool:
    return key.startswith(COUNTERS)

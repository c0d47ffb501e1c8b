"""Typed, strict readers for the environment.

Settings read every variable through one of the functions below. A value that cannot be understood stops the
start with one sentence that names the variable, so that a slip of the pen never turns into a silent default. Every
call also leaves a `Variable` in `registry`, against which a test compares `docs/operating.md`.
"""

import ipaddress
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, overload
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

YES: Final = frozenset({"1", "true", "yes", "on"})
NO: Final = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True)
class Variable:
    """One environment variable as a settings module declared it."""

    name: str
    kind: str
    default: str

    def __str__(self) -> str:
        return f"{self.name}\t{self.kind}\t{self.default}"


registry: dict[str, Variable] = {}


def _declare(name: str, kind: str, default: str) -> None:
    registry[name] = Variable(name, kind, default)


def _held(name: str) -> str:
    """What the environment holds, without blanks around it; an empty variable counts as one that is not set."""
    return os.environ.get(name, "").strip()


@overload
def text(name: str) -> str | None: ...
@overload
def text(name: str, default: str) -> str: ...
@overload
def text(name: str, default: None) -> str | None: ...


def text(name: str, default: str | None = None) -> str | None:
    """Read a line of text."""
    _declare(name, "text", default or "")
    return _held(name) or default


@overload
def secret(name: str) -> str | None: ...
@overload
def secret(name: str, default: str) -> str: ...
@overload
def secret(name: str, default: None) -> str | None: ...


def secret(name: str, default: str | None = None) -> str | None:
    """Read a line of text that must never be shown: neither it nor its default enters the registry or a message."""
    _declare(name, "secret", "")
    return _held(name) or default


def flag(name: str, default: bool) -> bool:
    """Read a switch: 1, true, yes, on or 0, false, no, off, in capitals or not."""
    _declare(name, "flag", "on" if default else "off")
    held = _held(name)
    if not held:
        return default
    if held.lower() in YES:
        return True
    if held.lower() in NO:
        return False
    raise ImproperlyConfigured(
        f'The environment variable {name} holds "{held}", but must be one of 1, true, yes, on, 0, false, no, off.'
    )


def integer(name: str, default: int, *, minimum: int = 0) -> int:
    """Read a whole number that is at least `minimum`."""
    _declare(name, "integer", str(default))
    held = _held(name)
    if not held:
        return default
    try:
        number = int(held)
    except ValueError:
        number = None
    if number is None or number < minimum:
        raise ImproperlyConfigured(
            f'The environment variable {name} holds "{held}", but must be a whole number of at least {minimum}.'
        )
    return number


def words(name: str, default: str = "") -> list[str]:
    """Read a list of words with commas between them; blanks around a word are dropped."""
    _declare(name, "words", default)
    held = _held(name) or default
    if not held:
        return []
    found = [word.strip() for word in held.split(",")]
    if any(not word or any(sign.isspace() for sign in word) for word in found):
        raise ImproperlyConfigured(
            f'The environment variable {name} holds "{held}", but must be words with one comma between each two.'
        )
    return found


def networks(name: str) -> tuple[str | ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """Read addresses and networks such as 10.0.0.7 or 10.0.0.0/8, and the word unix for a Unix socket."""
    found: list[str | ipaddress.IPv4Network | ipaddress.IPv6Network] = []
    for word in words(name):
        try:
            found.append("unix" if word.lower() == "unix" else ipaddress.ip_network(word))
        except ValueError:
            raise ImproperlyConfigured(
                f'The environment variable {name} holds "{word}", but must be addresses or networks such as '
                "10.0.0.7 or 10.0.0.0/8, or the word unix, with commas between them."
            ) from None
    return tuple(found)


def choice(name: str, default: str, *, options: Sequence[str]) -> str:
    """Read one word out of `options`."""
    _declare(name, "choice", default)
    held = _held(name)
    if not held:
        return default
    if held not in options:
        raise ImproperlyConfigured(
            f'The environment variable {name} holds "{held}", but must be one of {", ".join(options)}.'
        )
    return held


def database(name: str, default: str) -> dict[str, Any]:
    """Read a database address (sqlite:///path or postgresql://user:password@host:port/name) as Django wants it.

    Neither the address nor the default enters a message or the registry: one holds a password, the other a path.
    """
    _declare(name, "address", "")
    held = _held(name)
    if held and urlsplit(held).scheme not in {"sqlite", "postgresql", "postgres"}:
        raise ImproperlyConfigured(
            f"The environment variable {name} must be an address that begins with postgresql:// or sqlite:///."
        )
    try:
        return dict(dj_database_url.parse(held or default))
    except ValueError:
        raise ImproperlyConfigured(
            f"The environment variable {name} must be an address such as postgresql://user:password@host:5432/name, "
            "but cannot be read as one."
        ) from None


CACHES: Final = frozenset({"redis", "rediss", "unix"})
# Seconds until a silent Redis is given up. It answers in less than a thousandth, and what it keeps can be made again.
REDIS_SECONDS: Final = 0.5


def cache(name: str, default: str) -> dict[str, Any]:
    """Read a cache address (redis://, rediss:// or unix://) as Django wants it; empty means memory of this process."""
    _declare(name, "address", default)
    held = _held(name) or default
    if not held:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 2000}}
    scheme = urlsplit(held).scheme
    if scheme not in CACHES:
        raise ImproperlyConfigured(
            f"The environment variable {name} must be an address that begins with redis://, rediss:// or unix://."
        )
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    return {
        "BACKEND": "camtree.core.caching.redis.PatientRedisCache",
        "LOCATION": held,
        "KEY_PREFIX": "camtree",
        "OPTIONS": {
            "socket_connect_timeout": REDIS_SECONDS,
            "socket_timeout": REDIS_SECONDS,
            # Once more at once, for a connection that died while it lay in the pool; its own habit is to wait seconds.
            "retry": Retry(NoBackoff(), 1),
        },
    }

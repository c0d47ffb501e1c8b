"""How often somebody may do something. Counts live in the default cache, so one shared cache means one limit.

A limit is on a person and not on a building: a school comes with one address for all. Members count by their account,
visitors by their address together with whom they say they are; all visitors of one address have many times as much.
"""

import hashlib
import ipaddress
from collections.abc import Iterator
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest

# How many people are expected behind one address.
PEOPLE: Final = 30


def is_over_limit(request: HttpRequest, action: str, *, times: int, seconds: int, account: str = "") -> bool:
    """Count one more `action` of this person; True when it is more than `times` within `seconds`.

    `account` is what a visitor says who they are, such as their mail address. Nothing is kept but hashes, and only for
    as long as the window lasts.
    """
    # All are counted, also when the first is over.
    over = [_is_over(f"{action} {who}", most, seconds) for who, most in _counted(request, times, account)]
    return any(over)


def was_over_limit(request: HttpRequest, action: str, *, times: int, account: str = "") -> bool:
    """Whether this person is over a limit already, without counting."""
    counted = _counted(request, times, account)
    return any(int(cache.get(_key(f"{action} {who}"), 0)) > most for who, most in counted)


def _counted(request: HttpRequest, times: int, account: str) -> Iterator[tuple[str, int]]:
    """For whom it is counted, and how often each may."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        yield f"member {user.pk}", times
        return
    address = network_of(request.META.get("REMOTE_ADDR", ""))
    if not account:
        yield address, times
        return
    yield f"{address} {account.strip().casefold()}", times
    yield address, times * PEOPLE


def network_of(address: str) -> str:
    """What one household or school has: an address of IPv4, the first half of one of IPv6."""
    try:
        held = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((held, 64), strict=False)) if held.version == 6 else str(held)


def _key(what: str) -> str:
    return f"limit:{hashlib.sha256(what.encode(errors='surrogatepass')).hexdigest()[:32]}"


def _is_over(what: str, times: int, seconds: int) -> bool:
    key = _key(what)
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > times
    except ValueError:  # the window closed between the two calls
        cache.set(key, 1, seconds)
        return False

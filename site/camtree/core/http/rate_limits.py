"""How often somebody may do something. Counts live in the default cache, so one shared cache means one limit."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest


def is_over_limit(request: HttpRequest, action: str, *, times: int, seconds: int) -> bool:
    """Count one more `action` from this address; True when it is more than `times` within `seconds`.

    The address is kept as a hash and only for as long as the window lasts.
    """
    address = request.META.get("REMOTE_ADDR", "")
    key = f"limit:{action}:{hashlib.sha256(address.encode()).hexdigest()[:24]}"
    if cache.add(key, 1, seconds):
        return False
    try:
        return cache.incr(key) > times
    except ValueError:  # the window closed between the two calls
        cache.set(key, 1, seconds)
        return False

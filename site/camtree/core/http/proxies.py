"""Who is asking: the visitor's own address and scheme, where servers of ours stand in front.

Everything that asks for an address reads `REMOTE_ADDR`: our limits, allauth's, the list of a member's devices. Behind a
proxy it holds the proxy's, so that all visitors would count as one. Here it is put right once, before anything else.
"""

import ipaddress
import logging
from collections.abc import Callable, Sequence
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# How TRUSTED_PROXIES names whoever comes by a Unix socket, where nobody has an address.
UNIX: Final = "unix"
# Whom a visitor counts as whose address nobody tells. Some address has to stand there: allauth refuses everybody else.
UNKNOWN: Final = "127.0.0.1"
# What only a proxy of ours may say.
SAID_BY_PROXIES: Final = ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT")


def read_address(text: str) -> Address | None:
    """An address as proxies write it: with blanks, a port, brackets or a zone, as IPv4 within IPv6; None for others."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def is_trusted(address: Address | None, proxies: Sequence[str | Network]) -> bool:
    """Whether this is a proxy of ours; None is whoever comes by a Unix socket."""
    if address is None:
        return UNIX in proxies
    return any(address in network for network in proxies if not isinstance(network, str))


def visitor_behind(forwarded: str, proxies: Sequence[str | Network]) -> Address | None:
    """The visitor in an X-Forwarded-For that a trusted proxy sent; None where it names nobody.

    Each proxy adds at the end whom it saw: so the last one that is no proxy of ours is the visitor, and what stands
    before it is what the visitor said of themselves.
    """
    last = None
    for part in reversed(forwarded.split(",")):
        address = read_address(part)
        if address is None:
            break
        last = address
        if not is_trusted(address, proxies):
            break
    return last


class VisitorAddressMiddleware:
    """Puts the visitor's address into `REMOTE_ADDR`, and lets nobody but proxies of ours say how they came."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.has_warned = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies = settings.TRUSTED_PROXIES
        peer = read_address(request.META.get("REMOTE_ADDR", ""))
        visitor = peer
        if is_trusted(peer, proxies):
            visitor = visitor_behind(request.META.get("HTTP_X_FORWARDED_FOR", ""), proxies) or peer
        elif proxies:
            for header in SAID_BY_PROXIES:
                request.META.pop(header, None)
        if visitor is None and not self.has_warned:
            self.has_warned = True
            logger.warning("Requests come without an address: all visitors count as one. TRUSTED_PROXIES may help.")
        request.META["REMOTE_ADDR"] = str(visitor or UNKNOWN)
        return self.get_response(request)

"""The host on which packages play, and the addresses there.

An address holds a word that is signed and expires. It names the package and the site on which it is framed, and nobody:
all learners of a site have the same one for half a day, so that a browser keeps the files.
"""

import secrets
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner, b62_encode
from django.http import HttpRequest
from django.http.request import split_domain_port

SALT: Final = "learning.packages"
# Seconds. A word is good for one window at least, and for two at most.
WINDOW: Final = 12 * 60 * 60


class _WindowSigner(TimestampSigner):
    """Signs with the beginning of the current half-day in place of the second."""

    def timestamp(self) -> str:
        return b62_encode(int(time.time()) // WINDOW * WINDOW)


@dataclass(frozen=True)
class Pass:
    """What an address on the host of packages lets through: one package, framed by one site."""

    key: str
    # Of the page that frames it: "https://www.example.org".
    origin: str


def new_key() -> str:
    """A name for the files of a package that nobody guesses."""
    return secrets.token_hex(16)


def packages_domain() -> str:
    """The host name on which packages play, in lower case, without a port; "" where none is set."""
    return split_domain_port(settings.PACKAGES_HOST)[0].lower() if settings.PACKAGES_HOST else ""


def packages_origin(request: HttpRequest) -> str:
    """Scheme, host and port on which packages play for this request; "" where no host is set for them.

    On a developer's machine both hosts are one server, and the port of the request is that of the packages.
    """
    host = settings.PACKAGES_HOST
    if not host:
        return ""
    _domain, port = split_domain_port(host)
    if not port and packages_domain().endswith("localhost"):
        port = split_domain_port(request.get_host())[1]
        host = f"{host}:{port}" if port else host
    return f"{request.scheme}://{host}"


def word_for(key: str, request: HttpRequest) -> str:
    """The word that lets the site of `request` frame a package."""
    return _signer().sign(f"{key}|{request.scheme}://{request.get_host()}".encode().hex())


def pass_in(word: str) -> Pass | None:
    """What a word lets through; None for one that is forged, broken or too old."""
    try:
        key, _bar, origin = bytes.fromhex(_signer().unsign(word, max_age=2 * WINDOW)).decode().partition("|")
    except (BadSignature, ValueError):
        return None
    return Pass(key, origin)


def player_address(key: str, part: int, request: HttpRequest) -> str:
    """Where one part of a package plays, in a frame of the site of `request`; "" where packages cannot play."""
    origin = packages_origin(request)
    return f"{origin}/play/{word_for(key, request)}/{part}/" if origin else ""


def file_address(word: str, address: str) -> str:
    """The path of a file of a package, on its host. `address` may have a query."""
    return f"/p/{word}/{quote(address, safe='/?&=#%+;,:@!$*()')}"


def _signer() -> _WindowSigner:
    # A sign that needs no escaping in an address, and is not in what is signed.
    return _WindowSigner(salt=SALT, sep="~")

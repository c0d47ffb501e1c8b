"""The host on which packages play, and nothing else.

Scripts of packages are written by strangers. On a host of their own they cannot read the pages of the site, its
cookies or its storage: for a browser it is another origin. This host knows no session, sets no cookie, and tells
nobody's name; what a learner did goes to the page around the frame by messages, and that page sends it on.
"""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.http.request import split_domain_port
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string
from django.urls import Resolver404, path, resolve
from django.utils import translation

from camtree.core.http.compression import TextGZipMiddleware
from camtree.media.ranges import file_response
from camtree.media.storages import private_storage
from learning.packages.addresses import Pass, file_address, packages_domain, pass_in
from learning.packages.models import CoursePackage
from learning.packages.storing import folder_of
from learning.packages.unpacking import TYPES, ending_of

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# What plays packages: our own modules, and the libraries of others, each with its licence.
PLAYER: Final = Path(__file__).parent / "player"
FOREVER: Final = "public, max-age=31536000, immutable"
# No pop-ups, no way out of the frame, no dialogs, no downloads. allow-same-origin is safe here, and only here, because
# this origin has nothing of the site: material needs it to reach its own files and the runtime around it.
SANDBOX: Final = "allow-scripts allow-same-origin allow-forms"


class PackagesHostMiddleware:
    """Answers for the host of packages by itself, before sessions and everything else; other hosts never see it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.answer: Any = SecurityMiddleware(TextGZipMiddleware(answer))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        host = request._get_raw_host()  # type: ignore[attr-defined]
        domain, _port = split_domain_port(host)
        if not domain or domain.rstrip(".") != packages_domain():
            return self.get_response(request)
        request.get_host = lambda: host  # type: ignore[method-assign] # checked, by being equal
        response: HttpResponseBase = self.answer(request)
        return response


def answer(request: HttpRequest) -> HttpResponseBase:
    """One of the three things this host has, or 404 in plain words."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    try:
        found = resolve(request.path_info, urlconf="learning.packages.host")
        response: HttpResponseBase = found.func(request, *found.args, **found.kwargs)
    except (Resolver404, Http404, UnicodeError):
        response = HttpResponse("Not found.", status=404, content_type="text/plain; charset=utf-8")
    response.headers.setdefault("Content-Security-Policy", "default-src 'none'; sandbox")
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Origin-Agent-Cluster"] = "?1"
    response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
    response["Referrer-Policy"] = "no-referrer"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response


def policy_for(origin: str) -> str:
    """What a package may do: run its own script, in whatever way, and speak with this host only."""
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self' data: blob:",
            "frame-src 'self' data: blob:",
            "worker-src 'self' blob:",
            "form-action 'none'",
            "base-uri 'self'",
            f"frame-ancestors 'self' {origin}",
            f"sandbox {SANDBOX}",
        ]
    )


def play(request: HttpRequest, word: str, part: int) -> HttpResponse:
    """The page in the frame: the runtime that the material looks for, and the material in a frame inside."""
    let_through = _let_through(word)
    package = CoursePackage.objects.filter(key=let_through.key).first()
    if package is None or part >= len(package.parts):
        raise Http404
    with translation.override("en"):  # it says nothing itself
        page = render_to_string(
            "learning/packages/player.html",
            {
                "package": package,
                "part": package.parts[part],
                "address": file_address(word, package.parts[part]["address"]),
                "base": file_address(word, "").rstrip("/"),
                "assets": f"/player/{player_version()}",
                "origin": let_through.origin,
            },
        )
    response = HttpResponse(page)
    response["Content-Security-Policy"] = policy_for(let_through.origin)
    response["Cache-Control"] = "private, no-store"
    return response


def package_file(request: HttpRequest, word: str, name: str) -> HttpResponseBase:
    """A file of a package, or the part of it that was asked for."""
    let_through = _let_through(word)
    content_type = TYPES.get(ending_of(name))
    if content_type is None or ".." in name.split("/"):
        raise Http404
    response = _stored(request, f"{folder_of(let_through.key)}/{name}", content_type)
    response["Content-Security-Policy"] = policy_for(let_through.origin)
    # The address is the same for half a day.
    response["Cache-Control"] = "private, max-age=43200"
    return response


def player_file(request: HttpRequest, version: str, name: str) -> HttpResponse:
    """A file of the player."""
    if version != player_version() or name not in player_files():
        raise Http404
    # Whole and not streamed, so that it is compressed: the largest has 365 kB, a fifth of it on the line.
    response = HttpResponse((PLAYER / name).read_bytes(), content_type=TYPES[ending_of(name)])
    response["Cache-Control"] = FOREVER
    return response


@lru_cache(maxsize=1)
def player_files() -> frozenset[str]:
    """Names of what the player is made of, below its folder."""
    found = (place for place in PLAYER.rglob("*") if place.is_file() and ending_of(place.name) in TYPES)
    return frozenset(place.relative_to(PLAYER).as_posix() for place in found)


@lru_cache(maxsize=1)
def player_version() -> str:
    """Changes with every change of the player, so that browsers keep its files for a year."""
    digest = hashlib.sha256()
    for name in sorted(player_files()):
        digest.update(name.encode() + b"\0" + (PLAYER / name).read_bytes())
    return digest.hexdigest()[:16]


def _let_through(word: str) -> Pass:
    found = pass_in(word)
    if found is None:
        raise Http404
    return found


def _stored(request: HttpRequest, name: str, content_type: str) -> HttpResponseBase:
    storage: Any = private_storage()
    try:
        if name.endswith("/") or not storage.exists(name):
            raise Http404
        if isinstance(storage, FileSystemStorage) and settings.PRIVATE_ACCEL_PREFIX:
            response = HttpResponse(content_type=content_type)
            response["X-Accel-Redirect"] = f"{settings.PRIVATE_ACCEL_PREFIX.rstrip('/')}/{quote(name)}"
            return response
        return file_response(
            request,
            storage.open(name),
            size=storage.size(name),
            modified=storage.get_modified_time(name),
            content_type=content_type,
        )
    except (SuspiciousFileOperation, OSError, ValueError):
        raise Http404 from None


urlpatterns = [
    path("play/<str:word>/<int:part>/", play),
    path("p/<str:word>/<path:name>", package_file),
    path("player/<str:version>/<path:name>", player_file),
]

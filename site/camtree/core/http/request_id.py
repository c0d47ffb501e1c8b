"""One identifier for everything that happens while one request is answered.

The outermost middleware takes the identifier that a proxy sent, or makes one; log lines, background tasks and the
response carry it, so that a reader's report of a fault leads straight to its log lines.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

HEADER: Final = "X-Request-ID"

# What a proxy may send us. Anything else is dropped: the value is written to logs and echoed in a header.
SANE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

_current: ContextVar[str] = ContextVar("camtree_request_id", default="")


def current_request_id() -> str:
    """The identifier of the request that is being answered, empty outside one."""
    return _current.get()


class RequestIdMiddleware:
    """Give every request and its response an identifier."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get(HEADER, "")
        request_id = sent if SANE.fullmatch(sent) else uuid4().hex
        token = _current.set(request_id)
        try:
            response = self.get_response(request)
        finally:
            _current.reset(token)
        response[HEADER] = request_id
        return response

"""Addresses with a NUL in them. PostgreSQL takes no text that holds one, and no address of ours has one."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class NulMiddleware:
    """Answer such an address before anybody asks the database for it: 404 for the path, 400 for what follows it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path:
            return render(request, "404.html", {"is_view": True}, status=404)
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a NUL in the query")
        return self.get_response(request)

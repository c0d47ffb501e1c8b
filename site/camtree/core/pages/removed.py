"""Addresses that once had a page and now say why it was removed. Sections know theirs and register themselves."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from camtree.core.registries import Registry

Finder = Callable[[HttpRequest], HttpResponse | None]

_finders: Registry[str, Finder] = Registry()


def register_removed(name: str, finder: Finder) -> None:
    """Ask `finder` about every address at which nothing is found; None where it knows nothing of it."""
    _finders.add(name, finder)


def removed_answer(request: HttpRequest) -> HttpResponse | None:
    """The first answer that a section has for an address that was removed."""
    return next((answer for finder in _finders if (answer := finder(request)) is not None), None)

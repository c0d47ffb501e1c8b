"""What the template of each kind of page, or of a row that can be previewed, is given beside it.

Sections say it in their `contexts.py`, which stands above models and queries, so that models need to know neither.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest

from camtree.core.registries import Registry

Maker = Callable[[Any, HttpRequest], dict[str, Any]]

_makers: Registry[type[Model], Maker] = Registry()


def context_of(*models: type[Model]) -> Callable[[Maker], Maker]:
    """Mark the function that makes the template context of these models, from the row and the request."""
    return _makers.marks(*models)


def context_for(page: Model, request: HttpRequest) -> dict[str, Any]:
    """What the page's own kind adds to its context; nothing for kinds that need nothing."""
    make = _makers.get(type(page))
    return make(page, request) if make else {}

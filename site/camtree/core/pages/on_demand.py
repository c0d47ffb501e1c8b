"""Template context that is made only when a template asks for it: most often it prints a piece it has kept."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.utils.functional import SimpleLazyObject


def on_demand(make: Callable[[], dict[str, Any]], *names: str) -> dict[str, Any]:
    """The values `names` of what `make` returns. `make` runs once, at the first of them that is looked at."""
    made = lru_cache(maxsize=1)(make)
    return {name: SimpleLazyObject(partial(_value, made, name)) for name in names}


def _value(made: Callable[[], dict[str, Any]], name: str) -> Any:
    return made()[name]

"""DOIs of works. They are registered by a room above, which says here when it starts how they are found."""

from collections.abc import Callable, Iterable
from uuid import UUID

from camtree.core.registries import Registry

# The DOIs (`10.5072/ct-2026-0041`) of those works, by translation key, that have one.
Finder = Callable[[Iterable[UUID]], dict[UUID, str]]

_finders: Registry[str, Finder] = Registry()


def register_dois(find: Finder) -> None:
    """Declare, once, how DOIs are found."""
    _finders.add("dois", find)


def dois_of(works: Iterable[UUID]) -> dict[UUID, str]:
    """The registered DOIs of works; works without one are left out."""
    find = _finders.get("dois")
    return find(works) if find else {}

"""Pages that stand in one list of the admin: what is asked about one of them is asked about all at once.

Wagtail and what is added to it draw a menu beside each page of a list, and look for each of its rights by itself: four
queries a page and more. What asks through here asks once a list.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from wagtail.models import Page

_LISTED = "_listed"

# What is known about many pages, by a key that the asker knows. More arguments are part of the question.
type Asking[Key, Answer] = Callable[..., Mapping[Key, Answer]]


class _Listed:
    """Pages of one list, and what was asked about them."""

    def __init__(self, pages: Iterable[Page]) -> None:
        self.pages = tuple(pages)
        self.answers: dict[Hashable, Mapping[Any, Any]] = {}


def list_together(pages: Iterable[Page]) -> None:
    """Have these pages know that they stand in one list. They live no longer than the list."""
    listed = _Listed(pages)
    for page in listed.pages:
        setattr(page, _LISTED, listed)


def ask_together[Key, Answer](page: Page, ask: Asking[Key, Answer], *more: Hashable) -> Mapping[Key, Answer]:
    """What `ask` says about the pages that stand with this one in a list, itself among them; about it alone elsewhere.

    `ask` is given the pages, then `more`.
    """
    listed: _Listed | None = getattr(page, _LISTED, None)
    if listed is None:
        return ask([page], *more)
    if (ask, more) not in listed.answers:
        listed.answers[ask, more] = ask(listed.pages, *more)
    return listed.answers[ask, more]

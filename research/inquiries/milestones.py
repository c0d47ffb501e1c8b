"""What sections above want to be told of a draft. They say it in `AppConfig.ready()`; research knows none of them."""

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum

from research.inquiries.models import Inquiry


class Milestone(StrEnum):
    """A moment in the life of a draft."""

    SUBMITTED = "submitted"
    PUBLISHED = "published"


_actions: dict[Milestone, list[Callable[[Inquiry], None]]] = defaultdict(list)


def at_milestone(milestone: Milestone, action: Callable[[Inquiry], None]) -> None:
    """Declare what happens, in the same transaction, when a draft gets there; declared twice it happens once."""
    if action not in _actions[milestone]:
        _actions[milestone].append(action)


def reached(milestone: Milestone, inquiry: Inquiry) -> None:
    """Do what was declared."""
    for action in _actions[milestone]:
        action(inquiry)

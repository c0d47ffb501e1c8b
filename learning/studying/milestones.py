"""What rooms above want to be told of an enrolment. They say it in `AppConfig.ready()`; studying knows none."""

from collections import defaultdict
from collections.abc import Callable
from enum import StrEnum

from learning.studying.models import Enrolment


class Milestone(StrEnum):
    """A moment in the life of an enrolment."""

    COMPLETED = "completed"
    # Before the enrolment itself is locked: whoever is told takes their own rows first.
    LEAVING = "leaving"


_actions: dict[Milestone, list[Callable[[Enrolment], object]]] = defaultdict(list)


def at_milestone(milestone: Milestone, action: Callable[[Enrolment], object]) -> None:
    """Declare what happens, in the same transaction, when an enrolment gets there; declared twice it happens once."""
    if action not in _actions[milestone]:
        _actions[milestone].append(action)


def reached(milestone: Milestone, enrolment: Enrolment) -> None:
    """Do what was declared."""
    for action in _actions[milestone]:
        action(enrolment)

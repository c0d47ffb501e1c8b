"""What a member's own page says about their courses."""

from typing import Any

from camtree.members.models import User
from learning.studying.own_courses import courses_of

# More than a glance takes in stands on the page of its own.
SHOWN = 3


def my_courses(member: User) -> dict[str, Any]:
    """The courses used last, with how far one is."""
    return {"courses": courses_of(member, at_most=SHOWN)}

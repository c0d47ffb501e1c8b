"""Numbers of learners as reports tell them: of groups, never of a few (decision 11)."""

from typing import Final

from django.utils.translation import gettext as _

from camtree.core.templatetags.core_tags import number

FEWEST: Final = 5


def is_few(count: int) -> bool:
    """Whether a number would tell of single people."""
    return 0 < count < FEWEST


def told(count: int, of: int | None = None) -> int | str:
    """A number of learners as a report shows it. Of a whole that is itself a few nothing is told, and what is
    left of a larger one only where that is not a few."""
    if is_few(count) or (of is not None and is_few(of)):
        return _("fewer than %(number)s") % {"number": number(FEWEST)}
    if of is not None and is_few(of - count):
        return _("all but fewer than %(number)s") % {"number": number(FEWEST)}
    return count


def share(count: int, of: int) -> int | None:
    """Per cent of a whole, rounded down; None where it would tell what `told` does not."""
    if of < FEWEST or is_few(count) or is_few(of - count):
        return None
    return count * 100 // of

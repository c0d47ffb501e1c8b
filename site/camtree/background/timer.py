"""What is done from time to time. Sections say what and how often; `manage.py run_due` does what is due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from camtree.background.models import TimedRun
from camtree.core.http.log_words import without_people
from camtree.core.registries import Registry

logger = logging.getLogger(__name__)

# A run that has not ended after so long is taken for one whose machine died.
LEASE: Final = timedelta(minutes=30)
# The timer of a machine is never exact.
EARLY: Final = timedelta(seconds=20)


@dataclass(frozen=True)
class Deed:
    """Something that is done from time to time: safe at any time, and by several machines at once."""

    name: str
    title: Any
    every: timedelta
    run: Callable[[datetime], str]  # says in a few words what was done


deeds: Registry[str, Deed] = Registry()


def timed(name: str, title: Any, every: timedelta) -> Callable[[Callable[[datetime], str]], Callable[[datetime], str]]:
    """Mark a function that the timer calls with the moment, and which says what it did."""

    def keep(run: Callable[[datetime], str]) -> Callable[[datetime], str]:
        deeds.add(name, Deed(name, title, every, run))
        return run

    return keep


def run_due(now: datetime) -> list[tuple[Deed, str, bool]]:
    """Do everything whose time has come: deed, what it said or why it failed, and whether it was well.

    One that fails does not keep the others from their turn.
    """
    return [(deed, *_run(deed, now)) for deed in deeds if claim(deed, now)]


@transaction.atomic
def claim(deed: Deed, now: datetime) -> bool:
    """Whether a deed is due and nobody else is at it; it is ours then."""
    TimedRun.objects.get_or_create(name=deed.name)
    row = TimedRun.objects.select_for_update().get(name=deed.name)
    if row.started_at is not None:
        if row.finished_at is None and now - row.started_at < LEASE:
            return False
        if now - row.started_at < deed.every - min(EARLY, deed.every / 2):
            return False
    row.started_at, row.finished_at = now, None
    row.save(update_fields=["started_at", "finished_at"])
    return True


def _run(deed: Deed, now: datetime) -> tuple[str, bool]:
    said, error = "", ""
    try:
        said = deed.run(now)
    except Exception as fault:
        logger.exception("%s failed", deed.name)
        error = without_people(f"{type(fault).__name__}: {fault}")[:2000]
    TimedRun.objects.filter(name=deed.name).update(finished_at=timezone.now(), said=said, error=error)
    return error or said, not error

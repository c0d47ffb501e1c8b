"""What of a member's stands in their calendar. Each kind of event registers in `AppConfig.ready()` how to list it."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone, translation

from camtree.core.registries import Registry
from camtree.events.calendars import Entry
from camtree.events.moments import Moment
from camtree.members.models import User

# What was over earlier is in a diary by now.
KEPT: Final = timedelta(days=90)

# Entries of a member, from whatever ends after a moment on.
type Source = Callable[[User, datetime], Iterable[Entry]]

_sources: Registry[str, Source] = Registry()


def register_source(name: str, source: Source) -> None:
    """Add a kind of event; the same name again replaces it."""
    _sources.add(name, source)


def entries_of(member: User, now: datetime | None = None) -> list[Entry]:
    """All that stands in a member's calendar, in their language, the earliest first."""
    since = (now or timezone.now()) - KEPT
    with translation.override(member.preferred_language):
        found = [entry for source in _sources for entry in source(member, since)]
    return sorted(found, key=lambda entry: (_day_of(entry.when), entry.uid))


def _day_of(when: Moment | date) -> str:
    return when.starts_at.isoformat() if isinstance(when, Moment) else when.isoformat()

"""What the clocks of a zone do, for calendar files (VTIMEZONE of RFC 5545).

Written from the time-zone database for the years that are asked for, each change by itself: what the icalendar library
writes takes two changes of Morocco for one where they lie a lunar year apart, names no zone that is always at UTC, and
gives several days in one list, of which some programs read the first.
"""

import zoneinfo
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from icalendar import Timezone


class Change(NamedTuple):
    """The clock goes from one distance from UTC to another; `at` is what it shows at that instant, still unchanged."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_daylight: bool


def zone_component(name: str, years: Iterable[int]) -> "Timezone":
    """What the clocks of a zone do in some years."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard  # slow to load, and only calendars need it

    component = Timezone()
    component.add("tzid", name)
    asked = sorted(set(years))
    for year in asked:
        state, *changes = changes_in(name, year)
        # Told already by the year before.
        for change in changes if year - 1 in asked else [state, *changes]:
            rule = TimezoneDaylight() if change.is_daylight else TimezoneStandard()
            rule.add("dtstart", change.at)
            rule.add("tzoffsetfrom", change.before)
            rule.add("tzoffsetto", change.after)
            rule.add("tzname", change.name)
            component.add_component(rule)
    return component


@lru_cache(maxsize=1024)
def changes_in(name: str, year: int) -> tuple[Change, ...]:
    """How a zone is at the beginning of a year (of UTC), and each change of its clock in that year."""
    zone = zoneinfo.ZoneInfo(name)
    day = datetime(year, 1, 1, tzinfo=UTC)
    found = [_change(day, day, zone)]
    while day.year == year:
        following = day + timedelta(days=1)
        if _offset(day, zone) != _offset(following, zone):
            found.append(_change(day, _instant_of_change(day, following, zone), zone))
        day = following
    return tuple(found)


def _instant_of_change(before: datetime, after: datetime, zone: zoneinfo.ZoneInfo) -> datetime:
    """The first second at which the clock is another, between two instants between which it changes once."""
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if _offset(middle, zone) == _offset(before, zone):
            before = middle
        else:
            after = middle
    return after


def _change(before: datetime, instant: datetime, zone: zoneinfo.ZoneInfo) -> Change:
    was, now = before.astimezone(zone), instant.astimezone(zone)
    earlier, later = _offset(before, zone), _offset(instant, zone)
    # Where summer is the standard and winter the exception (Ireland, Morocco), summer is what calendars call daylight.
    is_daylight = (now.dst() or timedelta()) > min(was.dst() or timedelta(), timedelta())
    return Change((instant + earlier).replace(tzinfo=None), earlier, later, now.tzname() or zone.key, is_daylight)


def _offset(instant: datetime, zone: zoneinfo.ZoneInfo) -> timedelta:
    offset = instant.astimezone(zone).utcoffset()
    assert offset is not None  # noqa: S101 - an aware time has one
    return offset

"""Zones as calendar files tell them, read by programs that know nothing but the file: every zone that forms offer,
winter and summer, and around each change of its clock."""

import io
import zoneinfo
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from dateutil import tz
from icalendar import Calendar

from camtree.core.words.time_zones import time_zone_choices
from camtree.events.calendars import Entry, calendar_file
from camtree.events.moments import Moment
from camtree.events.zones import changes_in, zone_component

YEARS = (2026, 2027)
# Old entries stay in diaries. In these years Mexico, Jordan, Syria and Kazakhstan gave up what they had done.
EARLIER = {2022: ("America/Mexico_City", "Asia/Amman", "Asia/Damascus"), 2024: ("Asia/Almaty", "Asia/Qostanay")}
NEAR = [timedelta(minutes=minutes) for minutes in (-1500, -150, -61, -31, -1, 0, 1, 31, 61, 150, 1500)]


def around_changes(name: str, year: int) -> list[datetime]:
    """A winter's and a summer's day, and the hours around each change of the clock."""
    changes = [(change.at - change.before).replace(tzinfo=UTC) for change in changes_in(name, year)[1:]]
    return [
        datetime(year, 1, 15, 12, tzinfo=UTC),
        datetime(year, 7, 15, 12, tzinfo=UTC),
        *(instant + near for instant in changes for near in NEAR),
    ]


def every_clock() -> list[tuple[str, int]]:
    """Every zone that forms offer, by year: one of those whose clocks do the same, which files describe alike."""
    zones = [(name, year) for name, _label in time_zone_choices() for year in YEARS]
    zones += [(name, year) for year, names in EARLIER.items() for name in names]
    return list({(changes_in(name, year), year): (name, year) for name, year in zones}.values())


def read_by_dateutil(zones: list[Any]) -> dict[str, Any]:
    """The rules of each zone, by its name, as dateutil reads them."""
    text = "".join(zone.to_ical().decode() for zone in zones)
    read = tz.tzical(io.StringIO(f"BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n"))
    return {name: read.get(name) for name in read.keys()}  # noqa: SIM118 - no dictionary


def test_every_instant_is_right_in_every_zone() -> None:
    asked = [(name, instant) for name, year in every_clock() for instant in around_changes(name, year)]
    # So many as the world has; each new release of its rules changes that.
    assert len(asked) > 1500
    entries = [Entry(uid=str(number), when=at(*place), title="x") for number, place in enumerate(asked)]
    calendar: Any = Calendar.from_ical(calendar_file(entries))
    zones = calendar.walk("VTIMEZONE")
    by_dateutil = read_by_dateutil(zones)
    by_icalendar = {str(zone["TZID"]): zone.to_tz(lookup_tzid=False) for zone in zones}
    wrong = [
        (name, said, instant, event[said].to_ical())
        for (name, instant), event in zip(asked, calendar.walk("VEVENT"), strict=True)
        for said, expected in (("DTSTART", instant), ("DTEND", instant + timedelta(hours=1)))
        for rules in (by_dateutil, by_icalendar)
        if read(event[said], rules) != expected
    ]
    assert wrong == []


def at(name: str, instant: datetime) -> Moment:
    return Moment(instant, instant + timedelta(hours=1), name)


def read(said: Any, rules: dict[str, Any]) -> datetime:
    """The instant that a time with the name of a zone, or a time in UTC, says by these rules."""
    zone = rules[said.params["TZID"]] if "TZID" in said.params else UTC
    moment: datetime = said.dt.replace(tzinfo=zone, fold=0)
    return moment.astimezone(UTC)


@pytest.mark.parametrize(
    ("name", "instant", "clock"),
    [
        ("Asia/Almaty", datetime(2024, 2, 1, 12, tzinfo=UTC), "18:00"),
        ("Asia/Almaty", datetime(2026, 7, 1, 12, tzinfo=UTC), "17:00"),
        ("America/Mexico_City", datetime(2022, 7, 1, 12, tzinfo=UTC), "07:00"),
        ("America/Mexico_City", datetime(2026, 7, 1, 12, tzinfo=UTC), "06:00"),
        ("Asia/Amman", datetime(2026, 1, 10, 12, tzinfo=UTC), "15:00"),
        ("Asia/Damascus", datetime(2026, 1, 10, 12, tzinfo=UTC), "15:00"),
        # In Ramadan (from 15 February 2026, from 7 February 2027) Morocco keeps winter time.
        ("Africa/Casablanca", datetime(2026, 2, 10, 12, tzinfo=UTC), "13:00"),
        ("Africa/Casablanca", datetime(2026, 2, 20, 12, tzinfo=UTC), "12:00"),
        ("Africa/Casablanca", datetime(2027, 2, 10, 12, tzinfo=UTC), "12:00"),
        ("Australia/Lord_Howe", datetime(2026, 1, 10, 12, tzinfo=UTC), "23:00"),
        ("Australia/Lord_Howe", datetime(2026, 7, 10, 12, tzinfo=UTC), "22:30"),
        ("Asia/Kathmandu", datetime(2026, 7, 10, 12, tzinfo=UTC), "17:45"),
        ("America/St_Johns", datetime(2026, 7, 10, 12, tzinfo=UTC), "09:30"),
        ("Pacific/Chatham", datetime(2026, 1, 10, 12, tzinfo=UTC), "01:45"),
    ],
)
def test_the_clock_is_that_of_the_country(name: str, instant: datetime, clock: str) -> None:
    moment = at(name, instant)
    assert moment.starts.strftime("%H:%M") == clock
    rules = read_by_dateutil([zone_component(name, [instant.year])])[name]
    assert instant.astimezone(rules).strftime("%H:%M") == clock


@pytest.mark.parametrize("name", ["Europe/Dublin", "Europe/London", "Africa/Casablanca", "Australia/Sydney"])
def test_the_clock_that_is_ahead_is_called_daylight(name: str) -> None:
    changes = changes_in(name, 2026)[1:]
    assert [change.is_daylight for change in changes] == [change.after > change.before for change in changes]
    assert {change.is_daylight for change in changes} == {True, False}


def test_a_year_that_follows_another_is_not_opened_once_more() -> None:
    component: Any = zone_component("Europe/Paris", [2026, 2027])
    rules = [(rule["DTSTART"].to_ical().decode(), rule.name) for rule in component.subcomponents]
    assert rules == [
        ("20260101T010000", "STANDARD"),
        ("20260329T020000", "DAYLIGHT"),
        ("20261025T030000", "STANDARD"),
        ("20270328T020000", "DAYLIGHT"),
        ("20271031T030000", "STANDARD"),
    ]


def test_zones_are_those_of_the_requirements_and_not_of_the_machine() -> None:
    assert zoneinfo.TZPATH == ()

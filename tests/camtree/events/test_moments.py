"""A moment on the clock of its zone and on others."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from camtree.events.moments import Moment

HOUR = timedelta(hours=1)


def at(text: str, zone: str = "UTC", length: timedelta = HOUR) -> Moment:
    starts_at = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return Moment(starts_at, starts_at + length, zone)


def test_a_moment_is_on_the_clock_of_its_zone_and_of_another() -> None:
    moment = at("2026-07-01T12:30", "Europe/London")
    there = moment.in_zone("Asia/Almaty")
    assert (moment.starts.isoformat(), moment.ends.isoformat()) == (
        "2026-07-01T13:30:00+01:00",
        "2026-07-01T14:30:00+01:00",
    )
    assert there.starts.isoformat() == "2026-07-01T17:30:00+05:00"
    assert (there.starts_at, there.length) == (moment.starts_at, HOUR)


@pytest.mark.parametrize(
    ("day", "hour", "zone", "utc"),
    [
        ((2026, 1, 31), (17, 30), "Asia/Kathmandu", "2026-01-31T11:45"),
        # An hour that is there twice is the first of the two, one that is not there is as late as it would have been.
        ((2026, 10, 25), (1, 30), "Europe/London", "2026-10-25T00:30"),
        ((2026, 3, 29), (1, 30), "Europe/London", "2026-03-29T01:30"),
    ],
)
def test_what_people_say_is_an_instant(day: tuple[int, int, int], hour: tuple[int, int], zone: str, utc: str) -> None:
    assert Moment.on(date(*day), time(*hour), HOUR, zone) == at(utc, zone)


@pytest.mark.parametrize(
    ("text", "zone", "hours", "is_over_midnight"),
    [
        ("2026-07-01T22:00", "UTC", 2, False),
        ("2026-07-01T22:00", "UTC", 3, True),
        ("2026-07-01T22:00", "Asia/Almaty", 3, False),
        ("2026-07-01T18:30", "Asia/Almaty", 1, True),
    ],
)
def test_a_moment_over_midnight_by_the_clock_of_the_zone(
    text: str, zone: str, hours: int, is_over_midnight: bool
) -> None:
    assert at(text, zone, timedelta(hours=hours)).is_over_midnight is is_over_midnight


@pytest.mark.parametrize(
    ("now", "is_soon", "is_on", "is_over"),
    [
        ("11:44", False, False, False),
        ("11:45", True, False, False),
        ("11:59", True, False, False),
        ("12:00", False, True, False),
        ("12:59", False, True, False),
        ("13:00", False, False, True),
    ],
)
def test_a_moment_is_soon_then_on_then_over(now: str, is_soon: bool, is_on: bool, is_over: bool) -> None:
    moment, instant = at("2026-07-01T12:00"), at(f"2026-07-01T{now}").starts_at
    assert (moment.is_soon(instant), moment.is_on(instant), moment.is_over(instant)) == (is_soon, is_on, is_over)

"""When something takes place: the instants at which it begins and ends, and the zone of those who hold it."""

import zoneinfo
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

# So long before it begins people may come in.
SOON: Final = timedelta(minutes=15)
_LAST_INSTANT: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Moment:
    """From one instant to another, on the clock of a zone."""

    starts_at: datetime
    ends_at: datetime
    zone: str = "UTC"

    @classmethod
    def on(cls, day: date, hour: time, length: timedelta, zone: str) -> "Moment":
        """What people say: a day and an hour on the clock of a zone, and how long. An hour that the clock has twice is
        the first of the two."""
        starts_at = datetime.combine(day, hour, tzinfo=zoneinfo.ZoneInfo(zone)).astimezone(zoneinfo.ZoneInfo("UTC"))
        return cls(starts_at, starts_at + length, zone)

    def in_zone(self, zone: str) -> "Moment":
        """The same moment on another clock."""
        return replace(self, zone=zone)

    @property
    def starts(self) -> datetime:
        """The beginning on the clock of the zone."""
        return self.starts_at.astimezone(zoneinfo.ZoneInfo(self.zone))

    @property
    def ends(self) -> datetime:
        """The end on the clock of the zone."""
        return self.ends_at.astimezone(zoneinfo.ZoneInfo(self.zone))

    @property
    def length(self) -> timedelta:
        return self.ends_at - self.starts_at

    @property
    def is_over_midnight(self) -> bool:
        """Whether it goes on into another day of the zone. What ends at midnight does not."""
        last = (self.ends_at - _LAST_INSTANT).astimezone(zoneinfo.ZoneInfo(self.zone))
        return last.date() > self.starts.date()

    def is_soon(self, now: datetime | None = None) -> bool:
        """Whether it begins within a quarter of an hour."""
        return self.starts_at - SOON <= (now or timezone.now()) < self.starts_at

    def is_on(self, now: datetime | None = None) -> bool:
        return self.starts_at <= (now or timezone.now()) < self.ends_at

    def is_over(self, now: datetime | None = None) -> bool:
        return self.ends_at <= (now or timezone.now())

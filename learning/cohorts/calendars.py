"""Sessions of a cohort as calendar files (RFC 5545), written by the icalendar library."""

import zoneinfo
from collections.abc import Iterable

from learning.cohorts.models import CohortSession


def calendar_of(sessions: Iterable[CohortSession], address: str) -> bytes:
    """A calendar with one event for each session, in its own zone. `address` is that of the cohort's page."""
    from icalendar import Calendar, Event  # slow to load, and only calendars need it

    calendar = Calendar()
    calendar.add("prodid", "-//CamTREE//Cohorts//EN")
    calendar.add("version", "2.0")
    calendar.add("name", "CamTREE")
    for session in sessions:
        zone = zoneinfo.ZoneInfo(session.time_zone)
        event = Event()
        event.add("uid", f"cohort-session-{session.pk}@camtree")
        event.add("dtstamp", session.changed_at)
        event.add("dtstart", session.starts_at.astimezone(zone))
        event.add("dtend", session.ends_at.astimezone(zone))
        event.add("summary", session.title)
        where = session.place or session.address_online
        if where:
            event.add("location", where)
        event.add("description", "\n".join(filter(None, (session.address_online, address))))
        event.add("url", address)
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()

"""Webinars as calendar files (RFC 5545), written by the icalendar library."""

import zoneinfo
from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone

from camtree.core.http.addresses import absolute_url_for
from webinars.models import WebinarPage


def calendar_of(webinars: Iterable[WebinarPage], request: HttpRequest | None = None) -> bytes:
    """A calendar with one event for each webinar, in the hosts' zone and with that zone's rules."""
    from icalendar import Calendar, Event  # slow to load, and only calendars need it

    calendar = Calendar()
    calendar.add("prodid", "-//CamTREE//Webinars//EN")
    calendar.add("version", "2.0")
    calendar.add("name", "CamTREE")
    for webinar in webinars:
        zone = zoneinfo.ZoneInfo(webinar.time_zone)
        event = Event()
        event.add("uid", f"{webinar.translation_key}@camtree")
        event.add("dtstamp", webinar.last_published_at or timezone.now())
        event.add("dtstart", webinar.starts_at.astimezone(zone))
        event.add("dtend", (webinar.starts_at + timedelta(minutes=webinar.duration_minutes)).astimezone(zone))
        event.add("summary", webinar.title)
        event.add("description", f"{webinar.introduction}\n\n{absolute_url_for(webinar, request=request)}")
        event.add("url", absolute_url_for(webinar, request=request))
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return calendar.to_ical()

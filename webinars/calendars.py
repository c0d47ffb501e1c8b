"""Webinars in calendars."""

from django.http import HttpRequest

from camtree.core.http.addresses import absolute_url_for
from camtree.events.calendars import Entry, Status
from webinars.models import WebinarPage


def entry_of(webinar: WebinarPage, request: HttpRequest | None = None) -> Entry:
    """A webinar, the same in all its languages."""
    return Entry(
        uid=f"{webinar.translation_key}@camtree",
        sequence=webinar.sequence,
        changed_at=webinar.last_published_at,
        when=webinar.moment,
        status=Status.CANCELLED if webinar.is_cancelled else Status.CONFIRMED,
        title=webinar.title,
        text=webinar.introduction,
        address=absolute_url_for(webinar, request=request),
    )

"""What stands in calendars, and the one writer of calendar files (RFC 5545, 5546, 7986)."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.http import HttpResponse
from django.utils import timezone

from camtree.events.moments import Moment
from camtree.events.zones import zone_component

if TYPE_CHECKING:
    from icalendar import Event

# How often programs that subscribe are asked to look again.
REFRESH: Final = timedelta(hours=1)
TYPE: Final = "text/calendar; charset=utf-8"


class Method(StrEnum):
    """What a file asks of the program that reads it."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Status(StrEnum):
    """How sure it is that an entry takes place, for its reader."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


class Person(NamedTuple):
    """Somebody who holds an event, or comes to it."""

    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something in a calendar: at a moment, or all of a day.

    Its `uid` stays for ever and its `sequence` rises when time, place or title change: by both a program finds what it
    has already, and brings it up to date. Mails (REQUEST and CANCEL) name the organiser and the attendee.
    """

    uid: str
    when: Moment | date
    title: str
    text: str = ""
    place: str = ""
    # Of a page that says more.
    address: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
    status: Status = Status.CONFIRMED
    organiser: Person | None = None
    attendee: Person | None = None


def calendar_file(entries: Iterable[Entry], *, method: Method = Method.PUBLISH, is_feed: bool = False) -> bytes:
    """A file with these entries. A feed also says how often to ask for it again."""
    from icalendar import Calendar  # slow to load, and only calendars need it

    calendar = Calendar()
    calendar.add("prodid", "-//CamTREE//Events//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add("name", "CamTREE")
    # The name and the period as they were written before RFC 7986; Google, Outlook and Apple read these.
    calendar.add("x-wr-calname", "CamTREE")
    if is_feed:
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    now, entries = timezone.now(), list(entries)
    for name, years in sorted(_years_by_zone(entries).items()):
        calendar.add_component(zone_component(name, years))
    for entry in entries:
        calendar.add_component(_event(entry, method, now))
    return calendar.to_ical()


def calendar_answer(entries: Iterable[Entry], *, filename: str = "") -> HttpResponse:
    """A file to download under a name; without one, a feed."""
    answer = HttpResponse(calendar_file(entries, is_feed=not filename), content_type=TYPE)
    if filename:
        answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def _event(entry: Entry, method: Method, now: datetime) -> "Event":
    from icalendar import Event  # slow to load, and only calendars need it

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    if entry.changed_at is not None:
        event.add("last-modified", entry.changed_at)
    _say_when(event, entry.when)
    status = Status.CANCELLED if method is Method.CANCEL else entry.status
    event.add("status", status)
    said = {
        "summary": entry.title,
        "location": entry.place,
        "description": "\n\n".join(filter(None, (entry.text, entry.address))),
        "url": entry.address,
    }
    for name, words in said.items():
        if words:
            event.add(name, _writable(words))
    _say_who(event, entry, status)
    return event


def _say_when(event: "Event", when: Moment | date) -> None:
    if not isinstance(when, Moment):
        event.add("dtstart", when)
        event.add("dtend", when + timedelta(days=1))
        # The day stays free for other things.
        event.add("transp", "TRANSPARENT")
        return
    for name, moment in (("dtstart", when.starts), ("dtend", when.ends)):
        if _is_in_utc(when):
            event.add(name, moment.astimezone(UTC))
        else:
            event.add(name, moment.replace(tzinfo=None), parameters={"TZID": when.zone})


def _is_in_utc(moment: Moment) -> bool:
    """Of an hour that a clock has twice, a file can name the first only; UTC names both."""
    return moment.zone == "UTC" or bool(moment.starts.fold or moment.ends.fold)


def _say_who(event: "Event", entry: Entry, status: Status) -> None:
    from icalendar import vCalAddress  # slow to load, and only calendars need it

    if entry.organiser is not None:
        event.add("organizer", vCalAddress(f"mailto:{entry.organiser.email}"), {"CN": _in_quotes(entry.organiser)})
    if entry.attendee is not None:
        answers = {Status.CONFIRMED: "ACCEPTED", Status.TENTATIVE: "TENTATIVE", Status.CANCELLED: "DECLINED"}
        facts = {"CN": _in_quotes(entry.attendee), "ROLE": "REQ-PARTICIPANT", "PARTSTAT": answers[status]}
        event.add("attendee", vCalAddress(f"mailto:{entry.attendee.email}"), facts)


def _in_quotes(person: Person) -> str:
    """A name where no quotation mark and no line break may stand."""
    return " ".join(_writable(person.name).replace('"', "'").split())


def _writable(text: str) -> str:
    """A text without the control characters that a calendar file cannot hold."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        sign for sign in lines if sign in "\n\t" or (unicodedata.category(sign) != "Cc" and sign not in "\ufffe\uffff")
    )


def _years_by_zone(entries: Iterable[Entry]) -> dict[str, set[int]]:
    """The zones that are named, and the years on either side of each moment."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for entry in entries:
        when: Any = entry.when
        if isinstance(when, Moment) and not _is_in_utc(when):
            found[when.zone] |= {(when.starts_at - timedelta(1)).year, (when.ends_at + timedelta(1)).year}
    return found

"""Calendar files, read by the icalendar library and by eye."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from camtree.events.calendars import Entry, Method, Person, Status, calendar_answer, calendar_file
from camtree.events.moments import Moment

START = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)


def entry(zone: str = "Europe/London", start: datetime = START, **facts: Any) -> Entry:
    said: dict[str, Any] = {"uid": "a@test", "when": Moment(start, start + timedelta(hours=1), zone), "title": "Talk"}
    return Entry(**(said | facts))


def lines(*entries: Entry, **how: Any) -> list[str]:
    """The lines of a file, whole again."""
    return calendar_file(entries, **how).decode().replace("\r\n ", "").split("\r\n")


def only_event(*entries: Entry, **how: Any) -> Any:
    [event] = Calendar.from_ical(calendar_file(entries, **how)).walk("VEVENT")
    return event


def test_a_file_says_what_it_is_about() -> None:
    changed_at = datetime(2026, 5, 1, 8, 0, 0, tzinfo=UTC)
    said = lines(
        entry(text="Come", place="Hall; 2", address="https://x.test/a/", sequence=3, changed_at=changed_at),
    )
    assert said[:6] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//CamTREE//Events//EN",
        "METHOD:PUBLISH",
        "NAME:CamTREE",
        "X-WR-CALNAME:CamTREE",
    ]
    event = [line for line in said[said.index("BEGIN:VEVENT") :] if not line.startswith("DTSTAMP")]
    assert event == [
        "BEGIN:VEVENT",
        "SUMMARY:Talk",
        "DTSTART;TZID=Europe/London:20260701T133000",
        "DTEND;TZID=Europe/London:20260701T143000",
        "UID:a@test",
        "SEQUENCE:3",
        r"DESCRIPTION:Come\n\nhttps://x.test/a/",
        "LAST-MODIFIED:20260501T080000Z",
        r"LOCATION:Hall\; 2",
        "STATUS:CONFIRMED",
        "URL:https://x.test/a/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_the_stamp_is_when_the_file_was_made() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    assert before <= only_event(entry())["DTSTAMP"].dt <= datetime.now(UTC)


def test_a_feed_says_when_to_look_again_and_a_file_does_not() -> None:
    hints = {"REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H"}
    assert hints & set(lines(entry(), is_feed=True)) == hints
    assert hints & set(lines(entry())) == set()
    assert "Content-Disposition" not in calendar_answer([entry()])
    assert calendar_answer([entry()], filename="a.ics")["Content-Disposition"] == 'attachment; filename="a.ics"'


def test_zones_are_named_once_and_utc_by_itself() -> None:
    calendar: Any = Calendar.from_ical(
        calendar_file([entry(), entry(uid="b@test"), entry("Asia/Almaty", uid="c@test"), entry("UTC", uid="d@test")])
    )
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Asia/Almaty", "Europe/London"]
    assert calendar.walk("VEVENT")[3]["DTSTART"].to_ical() == b"20260701T123000Z"


def test_the_second_of_two_equal_hours_is_said_in_utc() -> None:
    first, second = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert only_event(entry(start=first - timedelta(hours=2)))["DTSTART"].to_ical() == b"20261024T233000"
    for start in (first, second):
        event = only_event(entry(start=start))
        assert (event["DTSTART"].to_ical(), event["DTEND"].dt) == (
            f"{start:%Y%m%dT%H%M%S}Z".encode(),
            start + timedelta(hours=1),
        )


def test_a_day_is_a_day_everywhere_and_stays_free() -> None:
    event = only_event(entry(when=date(2026, 2, 28)))
    assert (event["DTSTART"].to_ical(), event["DTEND"].to_ical()) == (b"20260228", b"20260301")
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["TRANSP"] == "TRANSPARENT"


@pytest.mark.parametrize(
    ("method", "status", "expected", "answer"),
    [
        (Method.REQUEST, Status.CONFIRMED, "CONFIRMED", "ACCEPTED"),
        (Method.REQUEST, Status.TENTATIVE, "TENTATIVE", "TENTATIVE"),
        (Method.CANCEL, Status.CONFIRMED, "CANCELLED", "DECLINED"),
        (Method.PUBLISH, Status.CANCELLED, "CANCELLED", "DECLINED"),
    ],
)
def test_a_mail_names_who_holds_it_and_who_comes(method: Method, status: Status, expected: str, answer: str) -> None:
    organiser, attendee = Person("CamTREE", "team@camtree.test"), Person('Ana "A"\r\n; X', "ana@school.test")
    file = calendar_file([entry(status=status, organiser=organiser, attendee=attendee)], method=method)
    calendar: Any = Calendar.from_ical(file)
    event = calendar.walk("VEVENT")[0]
    assert (calendar["METHOD"], event["STATUS"]) == (method.value, expected)
    assert (event["ORGANIZER"], event["ORGANIZER"].params["CN"]) == ("mailto:team@camtree.test", "CamTREE")
    assert (event["ATTENDEE"], event["ATTENDEE"].params["CN"]) == ("mailto:ana@school.test", "Ana 'A' ; X")
    assert event["ATTENDEE"].params["PARTSTAT"] == answer


def test_what_no_calendar_can_hold_is_left_out_and_all_scripts_stay() -> None:
    title = "حلقة\x0b\x00 课堂\r\nBEGIN:VALARM " * 9
    event = only_event(entry(title=title))
    assert str(event["SUMMARY"]) == "حلقة 课堂\nBEGIN:VALARM " * 9
    assert event.subcomponents == []
    assert max(len(line) for line in calendar_file([entry(title=title)]).split(b"\r\n")) <= 75

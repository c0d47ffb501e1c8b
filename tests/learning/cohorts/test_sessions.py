"""Sessions of a cohort: attendance three ways, days until which steps are due, the calendar."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from learning.cohorts.actions.sessions import (
    WrongCodeError,
    attend_by_code,
    close_code,
    extend_deadline,
    keep_attendance,
    open_code,
    remove_session,
    set_deadline,
)
from learning.cohorts.choices import AttendanceBy
from learning.models import Attendance, CohortMember, CohortSession, Extension, LessonPage, StepRecord
from tests.factories.cohorts import make_cohort, make_joined, make_session, run_by, step_of_kind
from tests.factories.members import browser_of
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def is_done(place: CohortMember, kind: str = "hall") -> bool:
    step = step_of_kind(place.cohort, kind)
    return StepRecord.objects.filter(enrolment=place.enrolment, step_key=step.key, done_at__isnull=False).exists()


# ---------------------------------------------------------------- with the code


def test_a_code_on_the_wall_counts_while_it_is_open() -> None:
    cohort = make_cohort()
    session, place = make_session(cohort), make_joined(cohort)
    session = open_code(session=session, minutes=15)
    spoken = f"{session.code[:3].lower()} - {session.code[3:]}"
    with pytest.raises(WrongCodeError):
        attend_by_code(session=session, member=place, code="222222")
    first = attend_by_code(session=session, member=place, code=spoken)
    assert attend_by_code(session=session, member=place, code=session.code).pk == first.pk
    assert (first.how, first.recorded_by, is_done(place)) == ("code", place.member, True)
    CohortSession.objects.filter(pk=session.pk).update(code_until=timezone.now() - timedelta(seconds=1))
    with pytest.raises(WrongCodeError):
        attend_by_code(session=session, member=make_joined(cohort), code=session.code)


def test_no_code_is_no_code() -> None:
    cohort = make_cohort()
    session, place = make_session(cohort), make_joined(cohort)
    for code in ("", session.code):
        with pytest.raises(WrongCodeError):
            attend_by_code(session=session, member=place, code=code)
    opened = open_code(session=session, minutes=5)
    close_code(session=session)
    with pytest.raises(WrongCodeError):
        attend_by_code(session=session, member=place, code=opened.code)


def test_opening_again_keeps_the_code_that_stands_on_the_wall() -> None:
    session = make_session(make_cohort())
    first, again = open_code(session=session, minutes=1), open_code(session=session, minutes=30)
    assert (first.code, len(first.code)) == (again.code, 6)
    assert again.code_until is not None
    assert again.code_until - timezone.now() > timedelta(minutes=29)


def test_the_code_is_typed_on_the_page_of_the_group_and_not_tried_for_ever() -> None:
    cohort = make_cohort()
    session, place = make_session(cohort), make_joined(cohort)
    session = open_code(session=session, minutes=15)
    browser = browser_of(place.member)
    page, address = reverse("my_cohort", args=[cohort.pk]), reverse("attend_session", args=[cohort.pk, session.pk])
    html = browser.get(page).content.decode()
    assert "Code on the wall" in html
    assert session.code not in html
    tried = [browser.post(address, {"code": "222222"}) for _number in range(11)]
    assert "This is not the code, or its time is over." in tried[0].content.decode()
    assert [answer.status_code for answer in tried] == [422] * 10 + [429]
    cache.clear()
    assert browser.post(address, {"code": session.code})["Location"] == page
    assert "You were there" in browser.get(page).content.decode()
    assert browser_of(make_joined(make_cohort("Other")).member).post(address, {"code": session.code}).status_code == 404


# ---------------------------------------------------------------- from the list and from paper


def test_a_list_changes_only_what_differs_from_what_it_showed() -> None:
    cohort = make_cohort()
    session = open_code(session=make_session(cohort), minutes=15)
    listed, typed, absent = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    # While the list was open and showed nobody, somebody typed the code.
    attend_by_code(session=session, member=typed, code=session.code)
    facts: dict[str, Any] = {"session": session, "by": run_by(cohort)}
    assert keep_attendance(present=[listed.pk], was=[], **facts) == (1, 0)
    assert keep_attendance(present=[listed.pk], was=[], **facts) == (1, 0)
    assert dict(Attendance.objects.values_list("member", "how")) == {listed.pk: "list", typed.pk: "code"}
    assert [is_done(place) for place in (listed, typed, absent)] == [True, True, False]
    assert keep_attendance(present=[typed.pk], was=[listed.pk, typed.pk], **facts) == (0, 1)
    assert [is_done(place) for place in (listed, typed, absent)] == [False, True, False]
    assert Attendance.history.filter(member_id=listed.pk, history_type="-").count() == 1


def test_a_step_stays_done_where_another_session_did_it() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    for session in (make_session(cohort), make_session(cohort, in_hours=30)):
        keep_attendance(session=session, present=[place.pk], was=[], by=run_by(cohort))
    keep_attendance(session=session, present=[], was=[place.pk], by=run_by(cohort))
    assert is_done(place)


def test_a_session_that_counts_for_nothing_does_no_step() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    session = make_session(cohort, step_key=None)
    assert keep_attendance(session=session, present=[place.pk], was=[], by=run_by(cohort)) == (1, 0)
    assert not StepRecord.objects.exists()


def test_members_of_another_cohort_do_not_get_on_the_list() -> None:
    cohort = make_cohort()
    stranger = make_joined(make_cohort("Other"))
    facts: dict[str, Any] = {"session": make_session(cohort), "by": run_by(cohort)}
    assert keep_attendance(present=[stranger.pk, 10**17], was=[10**17 + 1], **facts) == (0, 0)
    assert not Attendance.objects.exists()


def test_the_list_is_kept_from_paper() -> None:
    cohort = make_cohort()
    place, session = make_joined(cohort, "Paper Pia"), make_session(cohort)
    browser = browser_of(run_by(cohort))
    address = reverse("teach_session", args=[cohort.pk, session.pk])
    assert "Paper Pia" in browser.get(address).content.decode()
    form = {"present": [str(place.pk), "x", "9" * 40], "how": "paper", "minutes": "45"}
    assert browser.post(address, form)["Location"] == address
    row = Attendance.objects.get()
    assert (row.member, row.how, row.minutes, row.recorded_by) == (place, "paper", 45, run_by(cohort))
    html = browser.get(address).content.decode()
    assert f'<input type="hidden" name="was" value="{place.pk}">' in html
    assert browser.post(address, form | {"how": "guess"}).status_code == 422
    assert browser.post(address, form | {"minutes": "9" * 40}).status_code == 422


def test_a_session_that_was_attended_stays() -> None:
    cohort = make_cohort()
    place, session = make_joined(cohort), make_session(cohort)
    keep_attendance(session=session, present=[place.pk], was=[], by=run_by(cohort))
    assert remove_session(session=session) is False
    assert remove_session(session=make_session(cohort)) is True
    assert list(cohort.sessions.all()) == [session]


# ---------------------------------------------------------------- when and where


SESSION = {
    "title": "Together",
    "day": "2030-01-31",
    "time": "17:30",
    "minutes": "90",
    "time_zone": "Asia/Almaty",
    "place": "Hall 2",
}


def test_a_session_is_at_the_time_of_its_place() -> None:
    cohort = make_cohort()
    hall = step_of_kind(cohort, "hall")
    browser = browser_of(run_by(cohort))
    address = reverse("teach_sessions", args=[cohort.pk])
    assert browser.post(address, SESSION | {"step_key": str(hall.key)})["Location"] == address
    session = cohort.sessions.get()
    assert session.starts_at == datetime(2030, 1, 31, 17, 30, tzinfo=zoneinfo.ZoneInfo("Asia/Almaty"))
    assert (session.ends_at - session.starts_at, session.step_key) == (timedelta(minutes=90), hall.key)
    html = browser.get(reverse("change_session", args=[cohort.pk, session.pk])).content.decode()
    assert 'value="2030-01-31"' in html
    assert 'value="17:30"' in html
    assert session.starts_at.astimezone(UTC).hour == 12


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"time": "25:00"},
        {"minutes": "9" * 30},
        {"time_zone": "Mars/Olympus"},
        {"step_key": "no key"},
        {"address_online": "javascript:alert(1)"},
    ],
)
def test_what_no_session_can_be_is_answered_in_words(changes: dict[str, str]) -> None:
    cohort = make_cohort()
    answer = browser_of(run_by(cohort)).post(reverse("teach_sessions", args=[cohort.pk]), SESSION | changes)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not cohort.sessions.exists()


def test_the_calendar_holds_the_sessions_in_their_own_zone() -> None:
    cohort = make_cohort()
    session = make_session(cohort, place="Hall 2")
    browser = browser_of(make_joined(cohort).member)
    answer = browser.get(reverse("cohort_calendar", args=[cohort.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    event: Any = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("In the hall", "Hall 2")
    assert event["DTSTART"].dt == session.starts_at.replace(microsecond=0)
    assert event["DTSTART"].params["TZID"] == "Asia/Almaty"


def test_a_lesson_tells_of_its_sessions_without_a_group_too() -> None:
    cohort = make_cohort()
    lesson = LessonPage.objects.descendant_of(cohort.courses.get()).get()
    html = Client().get(lesson.url).content.decode()
    for words in ("First call", "In the hall", "1 hour 30 minutes", "Groups meet for this."):
        assert words in html


# ---------------------------------------------------------------- deadlines


def test_an_extension_is_for_one_member_and_the_last_one_counts() -> None:
    cohort = make_cohort()
    step = step_of_kind(cohort, "discussion")
    deadline = set_deadline(cohort=cohort, step_key=step.key, due_on=date(2030, 1, 1))
    assert deadline is not None
    place = make_joined(cohort, "Late Lea")
    make_joined(cohort)
    for day in (10, 12):
        extend_deadline(deadline=deadline, member=place, due_on=date(2030, 1, day), reason="ill", by=run_by(cohort))
    assert Extension.objects.get().due_on == date(2030, 1, 12)
    assert Extension.history.count() == 2
    address = reverse("my_cohort", args=[cohort.pk])
    others = cohort.members.exclude(pk=place.pk).get()
    assert "12 January 2030" in browser_of(place.member).get(address).content.decode()
    html = browser_of(others.member).get(address).content.decode()
    assert "1 January 2030" in html
    assert "12 January 2030" not in html
    assert set_deadline(cohort=cohort, step_key=step.key, due_on=None) is None
    assert not Extension.objects.exists()


def test_more_time_is_given_on_the_page_of_the_learner() -> None:
    cohort = make_cohort()
    deadline = set_deadline(cohort=cohort, step_key=step_of_kind(cohort, "discussion").key, due_on=date(2030, 1, 1))
    elsewhere = make_cohort("Other")
    other = set_deadline(cohort=elsewhere, step_key=step_of_kind(elsewhere, "live").key, due_on=date(2030, 1, 1))
    assert deadline is not None
    assert other is not None
    place = make_joined(cohort)
    browser = browser_of(run_by(cohort))
    address = reverse("teach_learner", args=[cohort.pk, place.pk])
    for wrong in ({"deadline": other.pk, "due_on": "2030-02-01"}, {"deadline": deadline.pk, "due_on": "2029-12-31"}):
        assert browser.post(address, wrong).status_code == 422
    assert not Extension.objects.exists()
    assert browser.post(address, {"deadline": deadline.pk, "due_on": "2030-02-01"}).status_code == 302
    assert Extension.objects.get().member == place


# ---------------------------------------------------------------- at the same moment


@pytest.mark.django_db(transaction=True)
def test_the_code_and_the_list_at_once(site_after_flush: None) -> None:
    cohort = make_cohort()
    session, place = open_code(session=make_session(cohort), minutes=15), make_joined(cohort)
    by = run_by(cohort)
    at_once(
        lambda: attend_by_code(session=session, member=place, code=session.code),
        lambda: keep_attendance(session=session, present=[place.pk], was=[], by=by, how=AttendanceBy.LIST),
    )
    assert Attendance.objects.count() == 1
    assert is_done(place)

"""The record of professional development: what counts, by year, on the page, as a table, on paper."""

import csv
import io
import uuid
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from learning.certificates.actions import reissue_certificate, revoke_certificate
from learning.certificates.record import record_of, total_hours
from learning.certificates.verification import check_address
from learning.cohorts.actions.sessions import keep_attendance
from learning.courses.choices import StepKind, StepRule
from learning.models import Certificate, Step, StepRecord
from learning.studying.actions import enrol_member
from research.models import ReviewInvite
from tests.factories.cohorts import make_cohort, make_joined, make_session, run_by
from tests.factories.courses import make_certificate, make_listed_course
from tests.factories.inquiries import make_sent
from tests.factories.members import browser_of, make_member
from tests.queries import budget
from tests.research.publishing.test_papers import body_of, roles_in, words_of

pytestmark = pytest.mark.django_db


def on(year: int, month: int = 6) -> datetime:
    return datetime(year, month, 1, 12, tzinfo=UTC)


def attend(member: Any, title: str, *, minutes: int | None, year: int, course: Any = None, kind: str = "live") -> None:
    """A session of a course that somebody attended; `minutes` as its room measured them."""
    course = course or make_listed_course(f"Course of {title}")
    step = Step.objects.create(
        course_key=course.translation_key,
        lesson_key=uuid.uuid4(),
        key=uuid.uuid4(),
        kind=StepKind(kind),
        rule=StepRule.ATTENDED,
        title=title,
        minutes=45,
    )
    StepRecord.objects.create(
        enrolment=enrol_member(course=course, member=member),
        step_key=step.key,
        kind=step.kind,
        done_at=on(year),
        facts={} if minutes is None else {"minutes": minutes},
    )


def make_full_record() -> Any:
    """2025: a course of 6.5 hours, a session in it, one of 90 minutes beside it. 2024: one in a room, a review."""
    member = make_member()
    held = make_certificate(member)
    Certificate.objects.update(earned_at=on(2025))
    attend(member, "Inside the course", minutes=60, year=2025, course=held.enrolment.courses.get())
    attend(member, "=Talk in pairs", minutes=90, year=2025)
    attend(member, "In the hall", minutes=None, year=2024, kind="hall")
    ReviewInvite.objects.filter(pk=make_sent(reviewer=member).pk).update(sent_at=on(2024))
    return member


def test_hours_are_counted_once() -> None:
    years = record_of(make_full_record())
    assert [(year.year, year.hours, year.reviews) for year in years] == [
        (2025, Decimal("8.0"), 0),
        (2024, Decimal("0.8"), 1),
    ]
    assert total_hours(years) == Decimal("8.8")
    assert {(s.title, s.minutes, s.is_counted) for year in years for s in year.sessions} == {
        ("Inside the course", 60, False),
        ("=Talk in pairs", 90, True),
        ("In the hall", 45, True),
    }


def test_a_session_of_a_cohort_counts_on_its_own_day_also_where_it_counts_for_no_step() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    hall = make_session(cohort, "hall", in_hours=-24 * 40)
    call = make_session(
        cohort, "live", in_hours=-24 * 41, step_key=None, title="A call", address_online="https://a.test/"
    )
    for session, minutes in ((hall, None), (call, 25)):
        keep_attendance(session=session, present=[place.pk], was=[], by=run_by(cohort), minutes=minutes)
    found = [session for year in record_of(place.member) for session in year.sessions]  # type: ignore[arg-type]
    assert [(s.title, s.kind, s.minutes, s.attended_at) for s in found] == [
        ("In the hall", "Session in a room", 60, hall.starts_at),
        ("A call", "Live session", 25, call.starts_at),
    ]


def test_issued_again_it_counts_once_and_in_its_year() -> None:
    held = make_certificate()
    Certificate.objects.update(earned_at=on(2023))
    new = reissue_certificate(certificate=held, name="Nila Silva")
    (year,) = record_of(held.member)
    assert (year.year, year.certificates, year.hours) == (2023, [new], Decimal("6.5"))


def test_what_was_revoked_is_no_part_of_it() -> None:
    held = make_certificate()
    assert [year.certificates for year in record_of(held.member)] == [[held]]
    revoke_certificate(certificate=held, by=make_member("Hannah", roles=("Editors",)), reason="Not theirs.")
    assert record_of(held.member) == []


def test_facts_that_are_no_minutes_are_not_believed() -> None:
    member = make_member()
    attend(member, "Strange", minutes="ninety", year=2025)  # type: ignore[arg-type]
    attend(member, "Backwards", minutes=-90, year=2025)
    (year,) = record_of(member)
    assert year.hours == Decimal("1.5")


def test_it_takes_the_same_few_queries_for_one_and_for_many() -> None:
    member = make_member()
    attend(member, "One", minutes=60, year=2025)
    with budget(5, same_shape=1):
        record_of(member)
    for number in range(5):
        attend(member, f"Session {number}", minutes=60, year=2020 + number)
    with budget(5, same_shape=1):
        record_of(member)


def test_the_page() -> None:
    member = make_full_record()
    held = Certificate.objects.get()
    page = browser_of(member).get(reverse("my_record")).content.decode()
    for told in (
        "8.8 hours in all",
        "First steps",
        "=Talk in pairs",
        "90 minutes",
        "1 review of a report",
        "6.5 hours",
    ):
        assert told in page
    assert f'href="/en/my/certificates/{held.code}/"' in page
    other = browser_of(make_member("Mele")).get(reverse("my_record")).content.decode()
    assert "Nothing yet." in other
    assert "First steps" not in other
    for name in ("my_record", "my_record_csv", "my_record_pdf"):
        assert Client().get(reverse(name)).status_code == 302


def test_the_table() -> None:
    response = browser_of(make_full_record()).get(reverse("my_record_csv"))
    text = body_of(response).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["year", "kind", "what", "day", "hours", "where to check it"],
        ["2025", "Course", "First steps", "2025-06-01", "6.5", check_address(Certificate.objects.get())],
        ["2025", "Live session", "'=Talk in pairs", "2025-06-01", "1.5", ""],
        ["2025", "Live session", "Inside the course", "2025-06-01", "0", ""],
        ["2024", "Session in a room", "In the hall", "2024-06-01", "0.8", ""],
        ["2024", "Reviews", "1 review", "", "", ""],
    ]


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("ar", "ar"), ("zh-hans", "zh-CN")])
def test_on_paper(language: str, tag: str) -> None:
    member = make_full_record()
    response = browser_of(member).get(f"/{language}/my/record/pdf/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    pdf = pikepdf.open(io.BytesIO(response.content))
    assert str(pdf.Root.Lang) == tag
    roles = roles_in(pdf)
    assert (roles.count("/Table"), roles.count("/H1"), roles.count("/Title")) == (2, 2, 1)
    assert {"/TH", "/TD", "/Link"} <= set(roles)
    words = words_of(response.content)
    if language == "en":
        for told in ("Nila Perera", "Hours in all: 8.8", "First steps", "=Talk in pairs"):
            assert told in words


def test_an_empty_record_can_be_printed() -> None:
    response = browser_of(make_member()).get(reverse("my_record_pdf"))
    assert response["Content-Type"] == "application/pdf"

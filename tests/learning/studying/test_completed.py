"""A completed course is completed on every page that names it, and nothing there sends its learner in a circle."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from lxml import html

from learning.models import Certificate, Enrolment, Step
from learning.studying.actions import open_lesson, record_step
from learning.studying.own_courses import own_course, resume_address
from learning.studying.progress import progress_of
from tests.factories.courses import lessons_of, make_learner, make_study, reflection, step_of
from tests.factories.members import browser_of

pytestmark = pytest.mark.django_db


def words(page: bytes) -> str:
    return " ".join(html.fromstring(page).find(".//main").text_content().split())


def links(page: bytes) -> dict[str, str]:
    found = html.fromstring(page).findall(".//main//a")
    return {" ".join(link.text_content().split()): link.get("href") for link in found}


def complete(enrolment: Enrolment) -> Enrolment:
    """Do what the certificate asks for, and nothing besides."""
    for step in Step.objects.current().filter(course_key=enrolment.course_key, is_required=True):
        record_step(enrolment=enrolment, step=step)
    enrolment.refresh_from_db()
    return enrolment


def pages_about(course: Any) -> list[str]:
    key = course.translation_key
    return [course.url, reverse("my_course", args=[key]), reverse("my_courses"), reverse("my_dashboard")]


def test_every_page_says_the_same_before_and_after() -> None:
    course = make_study([reflection()], [reflection()], title="Wait time", hours=Decimal("2.0"))
    member, enrolment = make_learner(course)
    browser = browser_of(member)
    for address in pages_about(course):
        page = words(browser.get(address).content)
        assert ("0 of 4 steps done" in page, "Completed" in page) == (True, False), address
    complete(enrolment)
    certificate = Certificate.objects.get()
    for address in pages_about(course):
        answer = browser.get(address).content
        page = words(answer)
        assert ("Completed" in page, "steps done" in page, " left" in page) == (True, False, False), address
        assert [name for name in links(answer) if name.startswith("Continue")] == []
    for address in pages_about(course)[:3]:
        answer = browser.get(address).content
        assert "2 more steps are there, if you like." in words(answer)
        (shown,) = {address for name, address in links(answer).items() if name.startswith("Your certificate")}
        assert browser.get(shown)["Location"] == reverse("my_certificate", args=[certificate.code])
    assert "2 hours of study" in words(browser.get(course.url).content)
    assert "2 hours" in words(browser.get(reverse("my_record")).content)
    assert "2 hours of study" in words(browser.get(reverse("my_certificate", args=[certificate.code])).content)


def test_what_is_open_is_no_longer_asked_for() -> None:
    course = make_study([reflection()])
    member, enrolment = make_learner(course)
    page = words(browser_of(member).get(reverse("my_course", args=[course.translation_key])).content)
    assert page.count("Still to do:") == 2  # the condition and the lesson; the question is there for who likes
    complete(enrolment)
    page = words(browser_of(member).get(reverse("my_course", args=[course.translation_key])).content)
    assert ("Still to do:" in page, page.count("Not done:"), "It is yours when" in page) == (False, 1, False)


def test_looking_again_goes_on_where_one_reads_and_after_the_last_lesson_at_the_first() -> None:
    course = make_study([reflection()], [], [])
    _member, enrolment = make_learner(course)
    first, second, third = lessons_of(course)
    enrolment = complete(enrolment)
    for here, then in ((third, first), (second, second), (first, first)):
        open_lesson(enrolment=enrolment, lesson_key=here.translation_key)
        assert resume_address(enrolment, progress_of(enrolment)) == then.url


def test_who_has_no_certificate_is_led_to_the_course() -> None:
    course = make_study()
    member, _enrolment = make_learner(course)
    answer = browser_of(member).get(reverse("course_certificate", args=[course.translation_key]))
    assert answer["Location"] == reverse("my_course", args=[course.translation_key])
    stranger = browser_of(make_learner(make_study(title="Another"), "Ana Ruiz")[0])
    assert stranger.get(reverse("course_certificate", args=[course.translation_key])).status_code == 404


@pytest.mark.parametrize(("hours", "before", "after"), [("2.0", 120, 40), ("0.1", 5, 5), ("3.5", 210, 70)])
def test_what_is_left_is_a_share_of_the_hours_that_the_course_says(hours: str, before: int, after: int) -> None:
    course = make_study([reflection()], hours=Decimal(hours))  # a lesson of ten minutes with a question of five
    _member, enrolment = make_learner(course)
    assert own_course(enrolment).progress.minutes_left == before
    record_step(enrolment=enrolment, step=step_of(course, kind="lesson"))
    assert own_course(enrolment).progress.minutes_left == after

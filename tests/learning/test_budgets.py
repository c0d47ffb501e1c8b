"""Courses ask the database as few things for twelve lessons as for one."""

import re
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from camtree.members.models import User
from learning.cohorts.actions.cohorts import take_place
from learning.courses.lesson_parts import parts_of
from learning.studying.actions import enrol_member
from tests.factories.cohorts import make_cohort
from tests.factories.courses import lessons_of, make_learner, make_study, reflection
from tests.factories.members import browser_of
from tests.factories.pages import make_course, make_lesson, make_module, make_translation
from tests.queries import Look, budget, in_languages, same_at_one_and_twelve, shapes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def test_the_catalogue() -> None:
    def more_courses(number: int) -> None:
        for place in range(number):
            course = make_course(f"Course {place}")
            if place % 2:
                make_translation(course)

    same_at_one_and_twelve(more_courses, *in_languages("/en/learning/", 2, 'class="card course-card"'))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_course_its_modules_and_its_lessons(language: str) -> None:
    course = make_course(language=language)
    module = make_module(course)
    lesson = make_lesson(module)

    def more_lessons(number: int) -> None:
        for place in range(number):
            make_lesson(module, f"Step {place}")
            make_lesson(make_module(course, f"Module {place}"))

    pages = ((course, 4), (module, 4), (lesson, 0))
    shows = '">Step ' if language == "en" else '"><bdi>Step '
    same_at_one_and_twelve(more_lessons, *(Look(page.url, at_most, shows) for page, at_most in pages))


def titles(query: str) -> list[str]:
    html = Client().get(f"/en/learning/?{query}").content.decode()
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a>', html)


def test_the_catalogue_is_narrowed_by_what_members_look_for() -> None:
    short = make_course("Short", hours=Decimal(1), level="introductory")
    make_course("Long", hours=Decimal(8), level="advanced", mode="blended")
    make_translation(short)
    assert titles("") == ["Long", "Short"]
    assert titles("hours=2") == ["Short"]
    assert titles("hours=more&mode=blended") == ["Long"]
    assert titles("level=advanced") == ["Long"]
    assert titles("language=ar") == ["Short"]
    assert titles("hours=%E2%98%83&level=none&mode=x&theme=y&language=zz") == ["Long", "Short"]
    assert titles("hours=6") == []


def signed_in_cost(member: User, address: str, at_most: int) -> int:
    browser = browser_of(member)
    browser.get(address)
    with budget(at_most, same_shape=3) as log:
        assert browser.get(address).status_code == 200
    return sum(shapes(log).values())


def test_a_learner_s_lesson_asks_the_same_of_a_short_course_and_of_a_long_one() -> None:
    body = [
        reflection(),
        {"type": "discussion", "id": str(uuid4()), "value": {"prompt": "What did you hear?", "is_required": False}},
    ]
    course = make_study(body)
    member, _enrolment = make_learner(course)
    address = lessons_of(course)[0].url
    alone = signed_in_cost(member, address, 4)
    for place in range(11):
        make_lesson(make_module(course, f"Module {place}"), f"More {place}")
    assert signed_in_cost(member, address, 4) == alone
    # Which cohort one is in is asked only where the course has some.
    take_place(cohort=make_cohort(course=course), member=member)
    assert signed_in_cost(member, address, 5) == alone + 1


def test_a_learner_s_dashboard_asks_the_same_of_one_course_and_of_five() -> None:
    member = make_learner(make_study())[0]
    address = reverse("my_dashboard")
    one = signed_in_cost(member, address, 11)
    for place in range(4):
        enrol_member(course=make_study(title=f"Course {place}"), member=member)
    assert signed_in_cost(member, address, 11) == one


def test_the_frame_of_a_lesson_is_kept_until_something_is_published(
    django_capture_on_commit_callbacks: Any,
) -> None:
    course = make_study([reflection()])
    lesson = lessons_of(course)[0]
    assert "Another" not in Client().get(lesson.url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        make_lesson(lesson.get_parent(), "Another")
    assert "Another" in Client().get(lesson.url).content.decode()


def test_what_is_the_same_for_everybody_stands_in_parts_of_its_own() -> None:
    text = {"type": "text", "id": str(uuid4()), "value": "<p>Wait.</p>"}
    course = make_study([text, reflection("Who spoke?"), {**text, "id": str(uuid4())}, text | {"id": str(uuid4())}])
    lesson = lessons_of(course)[0]
    parts = parts_of(lesson)
    assert [(part.places, part.is_step) for part in parts] == [((0,), False), ((1,), True), ((2, 3), False)]
    first, again = (Client().get(lesson.url).content.decode() for _look in range(2))
    assert first.count("<p>Wait.</p>") == again.count("<p>Wait.</p>") == 3

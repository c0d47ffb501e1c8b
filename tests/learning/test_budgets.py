"""Courses ask the database as few things for twelve lessons as for one."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from tests.factories.pages import make_course, make_lesson, make_module, make_translation
from tests.queries import Look, in_languages, same_at_one_and_twelve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def test_the_catalogue() -> None:
    def more_courses(number: int) -> None:
        for place in range(number):
            course = make_course(f"Course {place}")
            if place % 2:
                make_translation(course)

    same_at_one_and_twelve(more_courses, *in_languages("/en/learning/", 15, 'class="card course-card"'))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_course_its_modules_and_its_lessons(language: str) -> None:
    course = make_course(language=language)
    module = make_module(course)
    lesson = make_lesson(module)

    def more_lessons(number: int) -> None:
        for place in range(number):
            make_lesson(module, f"Step {place}")
            make_lesson(make_module(course, f"Module {place}"))

    pages = ((course, 12), (module, 12), (lesson, 16))
    same_at_one_and_twelve(more_lessons, *(Look(page.url, at_most, '">Step ') for page, at_most in pages))


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

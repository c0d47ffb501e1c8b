"""Courses ask the database as few things for twelve lessons as for one."""

import pytest

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

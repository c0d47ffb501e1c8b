import uuid
from typing import Any

from camtree.members.models import User
from learning.actions.enrolments import enrol_member
from learning.actions.steps import list_steps
from learning.models import CoursePage, Enrolment, LessonPage, Step
from tests.factories.members import make_member
from tests.factories.pages import make_course, make_lesson, make_module


def reflection(prompt: str = "Who spoke last?", *, is_required: bool = False, key: str = "") -> dict[str, Any]:
    """A question to think about, as raw data of a lesson."""
    value = {"prompt": prompt, "minutes": 5, "is_required": is_required}
    return {"type": "reflection", "value": value, "id": key or str(uuid.uuid4())}


def listed(course: CoursePage) -> CoursePage:
    """The course, its steps written down as publishing does it once the transaction ends."""
    list_steps(course_key=course.translation_key)
    return course


def make_study(*bodies: list[dict[str, Any]], **fields: Any) -> CoursePage:
    """A course with one module and a lesson for each body; two empty lessons where none is given."""
    course = make_course(**fields)
    module = make_module(course)
    for number, body in enumerate(bodies or ([], []), start=1):
        make_lesson(module, f"Lesson {number}", body=body)
    return listed(course)


def lessons_of(course: CoursePage) -> list[LessonPage]:
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def make_enrolment(course: CoursePage | None = None, member: User | None = None) -> Enrolment:
    return enrol_member(course=course or make_study(), member=member or make_member())


def step_of(course: CoursePage, **facts: Any) -> Step:
    """The only step of the course that is like that."""
    return Step.objects.current().get(course_key=course.translation_key, **facts)

"""Courses with steps, and people who take them."""

from typing import Any

from camtree.members.models import User
from learning.actions.enrolments import enrol_member, record_step
from learning.actions.steps import list_steps
from learning.models import Certificate, CoursePage, Enrolment, Step
from tests.factories.members import make_member
from tests.factories.pages import make_course, make_lesson, make_module


def make_listed_course(title: str = "First steps", *, lessons: int = 1, **fields: Any) -> CoursePage:
    """A course of one module whose steps are written down: so many lessons, nothing in them."""
    course = make_course(title, **fields)
    module = make_module(course)
    for number in range(lessons):
        make_lesson(module, f"Lesson {number + 1}", body=[])
    list_steps(course_key=course.translation_key)
    return course


def complete(enrolment: Enrolment) -> Enrolment:
    """Do every step there is."""
    for step in Step.objects.current().filter(course_key=enrolment.course_key):
        record_step(enrolment=enrolment, step=step)
    enrolment.refresh_from_db()
    return enrolment


def make_certificate(member: User | None = None, course: CoursePage | None = None) -> Certificate:
    """The certificate of somebody who has done all of a course."""
    course = course or make_listed_course(hours="6.5", outcomes=[("outcome", "Ask fewer, better questions")])
    enrolment = complete(enrol_member(course=course, member=member or make_member()))
    return Certificate.objects.get(enrolment=enrolment)

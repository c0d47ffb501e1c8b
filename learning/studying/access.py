"""The one way to what a learner has in a course. What is not there and what is not theirs look the same."""

from typing import Any
from uuid import UUID

from django.http import Http404

from learning.courses.models import CoursePage, Step
from learning.studying.models import Enrolment


def find_enrolment(user: Any, course_key: UUID) -> Enrolment | None:
    """The enrolment with which `user` takes a course just now; None for those who do not, or left."""
    if not user.is_authenticated:
        return None
    # There is one for each member and course, whatever its state.
    row = next(iter(Enrolment.objects.filter(member=user.pk, course_key=course_key)), None)
    return row if row is not None and row.is_open else None


def get_enrolment_for(user: Any, course_key: UUID) -> Enrolment:
    """The same, or 404."""
    enrolment = find_enrolment(user, course_key)
    if enrolment is None:
        raise Http404
    return enrolment


def get_step_for(user: Any, course_key: UUID, key: UUID, **kinds: Any) -> tuple[Enrolment, Step]:
    """A step of a course that `user` takes, among those that `kinds` allows. Else 404."""
    enrolment = get_enrolment_for(user, course_key)
    step = Step.objects.current().filter(course_key=course_key, key=key, **kinds).first()
    if step is None:
        raise Http404
    return enrolment, step


def get_open_course(pk: int) -> CoursePage:
    """A course that every member may take: live, and public or behind a sign-in only. Else 404."""
    course: CoursePage | None = CoursePage.objects.live().open_to_members().filter(pk=pk).first()
    if course is None:
        raise Http404
    return course

"""The one way to what a learner has in a course. What is not there and what is not theirs look the same."""

from typing import Any
from uuid import UUID

from django.http import Http404

from camtree.core.access import or_404
from camtree.core.pages.doors import paths_closed_to_reader
from learning.courses.models import CoursePage, Step
from learning.courses.reading import in_open_lessons
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
    if step is None or not in_open_lessons([step]):
        raise Http404
    return enrolment, step


def refuse_closed_step(course_key: UUID, key: UUID) -> None:
    """Raises Http404 where a step, also one that was taken out, is in a lesson that is closed to the reader."""
    rows = Step.objects.filter(course_key=course_key, key=key)
    if paths_closed_to_reader() and rows and not in_open_lessons(rows):
        raise Http404


def get_live_course(pk: int) -> CoursePage:
    """A course that is live. Whom it lets in is asked at its door. Else 404."""
    course: CoursePage | None = CoursePage.objects.live().filter(pk=pk).first()
    return or_404(course)

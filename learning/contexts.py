"""What the templates of the learning section are given."""

import secrets
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from camtree.core.page_contexts import context_of
from learning.access import find_enrolment, school_cohorts_of
from learning.actions.enrolments import open_lesson
from learning.asking import preview_of, quiz_preview_of
from learning.cohort_pages import cohort_of
from learning.journals import notes_of
from learning.lesson_parts import parts_of
from learning.models import Cohort, CourseIndexPage, CoursePage, LessonPage, ModulePage, Question, Quiz, Step
from learning.progress import progress_from, progress_of
from learning.queries import catalogue, frame_of, module_context, outline, place_in, sizes_of_course


@context_of(CourseIndexPage)
def courses(page: CourseIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The courses and their filters."""
    return catalogue(page.locale, request.GET)


@context_of(CoursePage)
def course(page: CoursePage, request: HttpRequest) -> dict[str, Any]:
    """Modules with their lessons; for those who take the course, where they are."""
    enrolment = find_enrolment(request.user, page.translation_key)
    return {
        "modules": SimpleLazyObject(lambda: outline(page)),
        "enrolment": enrolment,
        "progress": progress_of(enrolment, page) if enrolment else None,
        "certificate": SimpleLazyObject(lambda: progress_of(None, page).conditions),
        "open_cohorts": SimpleLazyObject(lambda: _open_cohorts(page, request)),
        "sizes": SimpleLazyObject(lambda: sizes_of_course(page.translation_key)),
    }


def _open_cohorts(page: CoursePage, request: HttpRequest) -> list[Cohort]:
    """Cohorts of the course that the reader may ask to join: those of their school first."""
    found = list(Cohort.objects.open_to_everybody(page.translation_key, timezone.localdate()))
    if request.user.is_authenticated:
        found = [*school_cohorts_of(request.user).filter(course_key=page.translation_key), *found]
    return found


@context_of(ModulePage)
def module(page: ModulePage, request: HttpRequest) -> dict[str, Any]:
    """The course around it."""
    return module_context(page)


@context_of(LessonPage)
def lesson(page: LessonPage, request: HttpRequest) -> dict[str, Any]:
    """Where one is and what comes next; for those who take the course, what they did here.

    A look at a lesson is remembered, so that one goes on from it on another device.
    """
    frame = frame_of(page, request)
    if frame is None:
        return {"course": None, "parts": parts_of(page), "number": 1, "total": 1}
    enrolment = find_enrolment(request.user, frame.translation_key)
    if enrolment and not getattr(request, "is_preview", False):
        open_lesson(enrolment=enrolment, lesson_key=page.translation_key)
    # What the certificate asks for is not shown here.
    steps = Step.objects.filter(course_key=frame.translation_key).current()
    records = {row.step_key: row for row in enrolment.records.all()} if enrolment else {}
    progress = progress_from(steps, records)
    here = [state.step for state in progress.states if state.step.lesson_key == page.translation_key]
    return place_in(frame, page) | {
        "course": frame,
        "parts": parts_of(page),
        "enrolment": enrolment,
        "progress": progress,
        "states": progress.by_key,
        "lesson_state": progress.by_key.get(str(page.translation_key)),
        "cohort": SimpleLazyObject(lambda: cohort_of(enrolment) if enrolment else None),
        "notes": SimpleLazyObject(lambda: notes_of(enrolment, here) if enrolment else {}),
    }


@context_of(Question)
def question(row: Question, request: HttpRequest) -> dict[str, Any]:
    """The question as a learner sees it, and what is right."""
    return preview_of(row)


@context_of(Quiz)
def quiz(row: Quiz, request: HttpRequest) -> dict[str, Any]:
    """The quiz as a learner would have it now, drawn anew at each look, and what is right."""
    return quiz_preview_of(row, seed=secrets.randbelow(2**31))

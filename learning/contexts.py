"""What the templates of the learning section are given."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from camtree.core.pages.contexts import context_of
from camtree.core.pages.doors import paths_closed_to
from camtree.core.words.locales import active_locale
from learning.cohorts.access import school_cohorts_of
from learning.cohorts.models import Cohort
from learning.cohorts.queries import cohort_pk_of
from learning.courses.lesson_parts import parts_of
from learning.courses.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from learning.courses.queries import (
    catalogue,
    frame_of,
    module_context,
    open_outline,
    place_in,
    sizes_of_course,
    steps_of,
)
from learning.studying.access import find_enrolment
from learning.studying.actions import open_lesson
from learning.studying.journals import notes_of
from learning.studying.passwords import remember_passwords
from learning.studying.progress import hours_of, progress_from, records_of, rules_of

# Steps that lead to one's cohort, by their blocks.
SHOWN_TO_COHORTS = {"discussion", "live", "hall"}


@context_of(CourseIndexPage)
def courses(page: CourseIndexPage, request: HttpRequest) -> dict[str, Any]:
    """The courses and their filters."""
    return catalogue(active_locale(), request.GET)


@context_of(CoursePage)
def course(page: CoursePage, request: HttpRequest) -> dict[str, Any]:
    """Modules with their lessons; for those who take the course, where they are."""
    enrolment = find_enrolment(request.user, page.translation_key)
    if enrolment and not getattr(request, "is_preview", False):
        remember_passwords(enrolment=enrolment, page=page)
    progress = None
    if enrolment:
        steps, records = steps_of(page.translation_key), records_of(enrolment)
        progress = progress_from(steps, records, hours=hours_of(page))
    return {
        "outline": SimpleLazyObject(lambda: open_outline(page, request)),
        # What the outline depends on besides the page.
        "closed": ",".join(paths_closed_to(request)),
        "enrolment": enrolment,
        "progress": progress,
        "certificate": SimpleLazyObject(
            lambda: progress_from(steps_of(page.translation_key), {}, rules_of(page)).conditions
        ),
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
    return module_context(page, request)


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
        remember_passwords(enrolment=enrolment, page=page)
    closed = paths_closed_to(request)
    # What the certificate asks for is not shown here.
    progress = progress_from(steps_of(frame.translation_key), records_of(enrolment))
    done = progress.done_lessons if enrolment else frozenset()
    cohort_pk = SimpleLazyObject(lambda: cohort_pk_of(enrolment) if enrolment else None)

    def look_of(key: str, kind: str) -> str | None:
        """A step at which nothing was done looks the same to all of a cohort; most kinds, to every learner."""
        state = progress.by_key.get(key)
        if state is None or state.record:
            return None
        if enrolment is None:
            return "visitor"
        return f"cohort {cohort_pk}" if kind in SHOWN_TO_COHORTS else "learner"

    # Who wrote something at a step has a record of it.
    written = [s.step for s in progress.states if s.record and s.step.lesson_key == page.translation_key]
    return place_in(frame, page) | {
        "course": frame,
        "parts": parts_of(page, look_of),
        "enrolment": enrolment,
        "progress": progress,
        "done_lessons": done,
        # What the frame of a lesson depends on besides the page: which lessons have their mark, and which are closed.
        "trail": "".join("x" if link.translation_key in done else "-" for link in frame.lessons) + ",".join(closed),
        "states": progress.by_key,
        "lesson_state": progress.by_key.get(str(page.translation_key)),
        "cohort_pk": cohort_pk,
        "notes": SimpleLazyObject(lambda: notes_of(enrolment, written) if enrolment else {}),
    }

"""What a learner sees of their courses: read whole, in the same number of queries for one course and for twenty."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from camtree.core.locales import active_locale
from camtree.members.models import User
from learning.models import CoursePage, Enrolment, LessonPage, Step, StepRecord
from learning.progress import Progress, progress_from, rules_of


@dataclass(frozen=True)
class OwnCourse:
    """A course that a member takes, as lists show it."""

    enrolment: Enrolment
    page: CoursePage | None
    progress: Progress

    @property
    def title(self) -> str:
        return self.page.title if self.page else self.enrolment.course_title


def courses_of(member: User, at_most: int | None = None) -> list[OwnCourse]:
    """The courses of a member, the last used first, each in the reader's language where there is one: four queries."""
    enrolments = list(Enrolment.objects.of(member)[:at_most])
    keys = [row.course_key for row in enrolments]
    pages = {page.translation_key: page for page in _in_reach(CoursePage, keys)}
    steps: dict[UUID, list[Step]] = defaultdict(list)
    for step in Step.objects.current().filter(course_key__in=keys):
        steps[step.course_key].append(step)
    records: dict[int, dict[UUID, StepRecord]] = defaultdict(dict)
    for record in StepRecord.objects.filter(enrolment__in=enrolments):
        records[record.enrolment_id][record.step_key] = record
    return [
        OwnCourse(
            row,
            pages.get(row.course_key),
            progress_from(steps[row.course_key], records[row.pk], rules_of(pages.get(row.course_key))),
        )
        for row in enrolments
    ]


def lesson_in_reach(lesson_key: UUID) -> LessonPage | None:
    """A lesson in the reader's language, else in the best there is; live and public only."""
    found: LessonPage | None = _in_reach(LessonPage, [lesson_key]).first()
    return found


def _in_reach(model: Any, keys: list[UUID]) -> Any:
    return model.objects.shown_in(active_locale()).filter(translation_key__in=keys)


def resume_address(enrolment: Enrolment, progress: Progress) -> str:
    """Where "Continue" leads: the lesson that was open last while something in it is open, else the next open step.

    Empty for a course of which nothing is live any more.
    """
    key = enrolment.lesson_key
    if key is None or key in progress.done_lessons:
        following = progress.next_state
        key = following.step.lesson_key if following else key
    lesson = lesson_in_reach(key) if key else None
    return str(lesson.url) if lesson else ""

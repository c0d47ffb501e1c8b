"""What a learner sees of their courses: read whole, in the same number of queries for one course and for twenty."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from camtree.core.caching.generation import recall
from camtree.core.http.addresses import address_for
from camtree.core.pages.doors import paths_closed_to_reader
from camtree.core.words.locales import active_locale, preferred_locale
from camtree.members.models import User
from learning.courses.models import CoursePage, Step
from learning.courses.queries import steps_of
from learning.courses.reading import in_reach, lesson_in_reach
from learning.studying.models import Enrolment, StepRecord
from learning.studying.progress import Progress, StepState, hours_of, progress_from, records_of, rules_of


@dataclass(frozen=True)
class OwnCourse:
    """A course that a member takes, as lists show it."""

    enrolment: Enrolment
    page: CoursePage | None
    progress: Progress

    @property
    def pk(self) -> int | None:
        """The name under which its line in lists is kept; None where no page says what it is called."""
        return self.page.pk if self.page else None

    @property
    def title(self) -> str:
        return self.page.title if self.page else self.enrolment.course_title

    @property
    def language(self) -> str:
        """Of its title; empty where no page says it."""
        return self.page.language if self.page else ""

    @property
    def look(self) -> str:
        """What its line in a list depends on besides the course."""
        return "completed" if self.enrolment.completed_at else str(self.progress.done)


def courses_of(member: User, at_most: int | None = None) -> list[OwnCourse]:
    """The courses of a member, the last used first, each in the reader's language where there is one: four queries,
    two where these courses were asked for before."""
    enrolments = list(Enrolment.objects.of(member)[:at_most])
    keys = [row.course_key for row in enrolments]
    pages = _courses_in_reach(keys)
    steps = _steps_of_all(keys)
    records: dict[int, dict[UUID, StepRecord]] = defaultdict(dict)
    for record in StepRecord.objects.filter(enrolment__in=enrolments):
        records[record.enrolment_id][record.step_key] = record
    return [
        _own(row, page := pages.get(row.course_key), steps[row.course_key], records[row.pk], page) for row in enrolments
    ]


def _courses_in_reach(keys: list[UUID]) -> dict[UUID, CoursePage]:
    """The pages of courses in the reader's language, else in the best there is, by their key; remembered together."""

    def load() -> dict[UUID, CoursePage]:
        return {page.translation_key: page for page in in_reach(CoursePage, keys)}

    otherwise = preferred_locale()
    # What is private is in reach of some only.
    closed = ",".join(paths_closed_to_reader())
    name = f"courses-in-reach:{active_locale().pk}:{otherwise.pk if otherwise else ''}:{closed}"
    return recall(f"{name}:{_named(keys)}", load)


def _steps_of_all(keys: list[UUID]) -> dict[UUID, list[Step]]:
    """The steps of courses as they are published now, by the key of the course; remembered together."""

    def load() -> dict[UUID, list[Step]]:
        steps: dict[UUID, list[Step]] = {key: [] for key in keys}
        for step in Step.objects.current().filter(course_key__in=keys):
            steps[step.course_key].append(step)
        return steps

    return recall(f"steps-of-all:{_named(keys)}", load)


def _named(keys: list[UUID]) -> str:
    return ",".join(sorted(str(key) for key in keys))


def own_course(enrolment: Enrolment) -> OwnCourse:
    """One course of a member, in the reader's language where there is one: two queries."""
    page = in_reach(CoursePage, [enrolment.course_key]).first()
    # What earns the certificate is told also where the course is closed to its learner by now.
    told = page or enrolment.courses.live().order_by("pk").first()
    return _own(enrolment, page, steps_of(enrolment.course_key), records_of(enrolment), told)


def _own(
    enrolment: Enrolment, page: CoursePage | None, steps: Iterable[Step], records: dict[UUID, StepRecord], told: Any
) -> OwnCourse:
    """`told` is the page that says what earns the certificate and how long the course takes."""
    return OwnCourse(enrolment, page, progress_from(steps, records, rules_of(told), hours_of(told)))


@dataclass(frozen=True)
class LessonStates:
    """The steps of one lesson, the lesson itself last."""

    states: tuple[StepState, ...]

    @property
    def title(self) -> str:
        return self.states[-1].step.title

    @property
    def key(self) -> UUID:
        return self.states[-1].step.lesson_key

    @property
    def is_done(self) -> bool:
        return all(state.is_done for state in self.states if state.step.is_required)


def lessons_of(progress: Progress) -> list[LessonStates]:
    """The steps of a course, lesson by lesson in their order."""
    grouped = groupby(progress.states, key=lambda state: state.step.lesson_key)
    return [LessonStates(tuple(states)) for _key, states in grouped]


def resume_address(enrolment: Enrolment, progress: Progress) -> str:
    """Where "Continue" leads: the lesson that was open last while something in it is open, else the next open step.

    Where the course is completed, "Look again" leads to the lesson that was open last, and from the last one of the
    course to the first. Empty for a course of which nothing is live any more.
    """
    key = enrolment.lesson_key
    if enrolment.completed_at and progress.states:
        last = progress.states[-1].step.lesson_key
        key = progress.states[0].step.lesson_key if key in (None, last) else key
    elif key is None or key in progress.done_lessons:
        following = progress.next_state
        key = following.step.lesson_key if following else key
    lesson = lesson_in_reach(key) if key else None
    return address_for(lesson) if lesson else ""

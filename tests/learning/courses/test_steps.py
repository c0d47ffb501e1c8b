"""Steps are written down when a course is published, and never lost."""

import uuid
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.courses.actions import list_steps
from learning.courses.choices import StepKind, StepRule
from learning.models import Step, StepRecord
from learning.studying.actions import enrol_member, merged, record_step
from learning.studying.progress import progress_of
from tests.factories.courses import lessons_of, listed, make_study, reflection, step_of
from tests.factories.members import make_member
from tests.factories.pages import make_lesson, make_translation
from tests.queries import budget

pytestmark = pytest.mark.django_db


def kinds(course: Any) -> list[tuple[str, str, bool]]:
    steps = Step.objects.current().filter(course_key=course.translation_key)
    return [(step.kind, step.rule, step.is_required) for step in steps]


def test_a_lesson_is_a_step_and_so_are_its_activities() -> None:
    course = make_study([reflection(), reflection(is_required=True)], [])
    assert kinds(course) == [
        (StepKind.REFLECTION, StepRule.WRITTEN, False),
        (StepKind.REFLECTION, StepRule.WRITTEN, True),
        (StepKind.LESSON, StepRule.READ, True),
        (StepKind.LESSON, StepRule.READ, True),
    ]
    first = step_of(course, position=2)
    assert first.key == first.lesson_key == lessons_of(course)[0].translation_key
    assert first.sizes["text"] > 0


def test_publishing_lists_the_steps(django_capture_on_commit_callbacks: Any) -> None:
    course = make_study()
    with django_capture_on_commit_callbacks(execute=True):
        make_lesson(lessons_of(course)[0].get_parent().specific, "One more", body=[])
    assert len(kinds(course)) == 3
    with django_capture_on_commit_callbacks(execute=True):
        lessons_of(course)[0].unpublish()
    assert len(kinds(course)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        lessons_of(course)[2].delete()
    assert len(kinds(course)) == 1


def test_a_step_that_is_taken_out_keeps_what_was_done_and_comes_back_with_it() -> None:
    key = str(uuid.uuid4())
    course = make_study([reflection(key=key, is_required=True)])
    enrolment = enrol_member(course=course, member=make_member())
    record_step(enrolment=enrolment, step=step_of(course, kind=StepKind.REFLECTION))
    lesson = lessons_of(course)[0]
    lesson.body = []  # type: ignore[assignment]
    lesson.save_revision().publish()
    listed(course)
    assert kinds(course) == [(StepKind.LESSON, StepRule.READ, True)]
    assert StepRecord.objects.filter(enrolment=enrolment).count() == 1
    lesson.body = [reflection("Again?", key=key, is_required=True)]  # type: ignore[assignment]
    lesson.save_revision().publish()
    listed(course)
    assert [state.is_done for state in progress_of(enrolment).states] == [True, False]


def test_listing_again_changes_nothing_and_asks_little() -> None:
    course = make_study([reflection()], [reflection()], [reflection()])
    before = list(Step.objects.values())
    with budget(5, 1):
        assert list_steps(course_key=course.translation_key) == 6
    assert list(Step.objects.values()) == before


def test_a_translation_has_the_steps_of_its_original() -> None:
    course = make_study([reflection()])
    for page in (course, lessons_of(course)[0].get_parent().specific, lessons_of(course)[0]):
        make_translation(page)
    assert list_steps(course_key=course.translation_key) == 2


def test_a_course_that_is_no_longer_public_has_no_steps() -> None:
    course = make_study()
    assert kinds(course) != []
    course.unpublish()
    listed(course)
    assert kinds(course) == []


@given(st.lists(st.tuples(st.integers(-5, 120), st.integers(-5, 120)), max_size=12), st.integers(0, 100))
def test_played_seconds_are_those_of_all_stretches_together(parts: list[tuple[int, int]], length: int) -> None:
    seconds = {second for start, end in parts for second in range(start, end) if 0 <= second < length}
    found = merged(parts, length)
    assert {second for start, end in found for second in range(start, end)} == seconds
    assert all(before[1] < after[0] for before, after in pairwise(found))
    assert merged([*found, *parts], length) == found

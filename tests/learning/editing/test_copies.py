"""A copied course is a course of its own."""

from typing import Any

import pytest
from django.urls import reverse

from learning.editing.actions import renew_steps
from learning.models import Cohort, CoursePage, Enrolment, LessonPage, Quiz, Step
from learning.studying.actions import enrol_member, record_step
from learning.studying.progress import progress_of
from tests.factories.cohorts import make_cohort, make_joined
from tests.factories.courses import (
    lessons_of,
    listed,
    make_enrolment,
    make_question,
    make_quiz,
    make_study,
    raw,
    reflection,
    step_of,
)
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_translation

pytestmark = pytest.mark.django_db


def copy(page: Any, *, live: bool = True, title: str = "The copy", parent: Any = None) -> Any:
    """The page copied with all below it, as a moderator does it in the admin."""
    sent = {
        "new_title": title,
        "new_slug": "the-copy",
        "new_parent_page": (parent or page.get_parent()).pk,
        "copy_subpages": "on",
        **({"publish_copies": "on"} if live else {}),
    }
    browser = browser_of(make_member(roles=("Moderators",)))
    assert browser.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), sent).status_code == 302
    return type(page).objects.get(slug="the-copy", locale=page.locale)


def keys(course: CoursePage) -> set[Any]:
    return set(Step.objects.filter(course_key=course.translation_key).values_list("key", flat=True))


@pytest.fixture
def course() -> CoursePage:
    quiz = make_quiz(make_question())
    return make_study([reflection(), raw("quiz", quiz=quiz.pk, is_required=True, must_pass=True)], [reflection()])


def test_a_copy_and_its_original_go_on_without_each_other(
    course: CoursePage, django_capture_on_commit_callbacks: Any
) -> None:
    cohort = make_cohort(course=course)
    place = make_joined(cohort)
    assert place.enrolment is not None
    record_step(enrolment=place.enrolment, step=step_of(course, position=0))
    with django_capture_on_commit_callbacks(execute=True):
        twin = copy(course)
    assert twin.translation_key != course.translation_key
    assert len(keys(twin)) == len(keys(course)) == 5
    assert not keys(twin) & keys(course)
    # Nobody takes the copy, and no group does.
    assert (Enrolment.objects.count(), Cohort.objects.count()) == (1, 1)
    assert not Enrolment.objects.filter(course_key=twin.translation_key).exists()
    # The same person takes both.
    other = enrol_member(course=twin, member=place.enrolment.member)
    record_step(enrolment=other, step=step_of(twin, position=4))
    done = [[state.is_done for state in progress_of(row).states] for row in (place.enrolment, other)]
    assert done == [[True, False, False, False, False], [False, False, False, False, True]]
    # One is changed, the other is not.
    lesson = lessons_of(twin)[1]
    lesson.body = []  # type: ignore[assignment]
    lesson.save_revision().publish()
    listed(twin)
    listed(course)
    current = [Step.objects.current().filter(course_key=page.translation_key).count() for page in (course, twin)]
    assert current == [5, 4]
    # Questions stay shared: a quiz is a row, not part of a page.
    facts = {step_of(page, kind="quiz").facts["quiz"] for page in (course, twin)}
    assert facts == {str(Quiz.objects.get().translation_key)}


def test_a_lesson_that_is_copied_in_its_course_shares_no_step(course: CoursePage) -> None:
    enrolment = make_enrolment(course)
    record_step(enrolment=enrolment, step=step_of(course, position=0))
    copy(lessons_of(course)[0])
    listed(course)
    states = progress_of(enrolment).states
    assert [state.is_done for state in states] == [True, False, False, False, False, False, False, False]
    assert len({state.step.lesson_key for state in states}) == 3


def test_going_back_to_an_old_version_of_a_copy_brings_no_old_id(course: CoursePage) -> None:
    lesson = lessons_of(course)[0]
    lesson.title = "Again"
    lesson.save_revision().publish()
    twin = lessons_of(copy(course))[0]
    bodies = [revision.as_object().body for revision in twin.revisions.order_by("created_at")]
    assert len(bodies) == 3
    assert {tuple(block.id for block in body) for body in bodies} == {tuple(block.id for block in twin.body)}
    assert not {block.id for block in twin.body} & {block.id for block in lesson.body}


def test_a_copy_of_a_translated_course(course: CoursePage) -> None:
    """Each language is copied by itself; a copy in Spanish is a course that speaks Spanish."""
    spanish = make_translation(course, "es")
    for page in (lessons_of(course)[0].get_parent(), *lessons_of(course)):
        make_translation(page, "es")
    enrolment = make_enrolment(course)
    twin = copy(spanish, title="La copia")
    listed(twin)
    assert (twin.locale.language_code, twin.get_translations().count()) == ("es", 0)
    assert len(keys(twin)) == 5
    assert not keys(twin) & keys(course)
    assert [row.locale.language_code for row in lessons_of(twin)] == ["es", "es"]
    assert enrolment.courses.count() == 2
    # The translation of a lesson, which is no copy, keeps the ids of its steps.
    for lesson in lessons_of(course):
        assert [block.id for block in lesson.get_translations().get().body] == [block.id for block in lesson.body]


def test_a_copy_that_is_a_draft_has_no_steps_until_it_is_published(course: CoursePage) -> None:
    twin = copy(course, live=False)
    assert (twin.live, keys(twin)) == (False, set())
    assert all(not lesson.live for lesson in lessons_of(twin))
    for page in (twin, *(LessonPage.objects.descendant_of(twin)), lessons_of(twin)[0].get_parent().specific):
        page.save_revision().publish()
    listed(twin)
    assert len(keys(twin)) == 5
    assert not keys(twin) & keys(course)


def test_renewing_is_of_the_copy_alone(course: CoursePage) -> None:
    before = [[block.id for block in lesson.body] for lesson in lessons_of(course)]
    assert renew_steps(page=copy(course)) == 2
    assert [[block.id for block in lesson.body] for lesson in lessons_of(course)] == before

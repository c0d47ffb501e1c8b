"""A live course is changed without taking anybody's progress; what learners would feel is asked about first."""

import random
import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from learning.courses.choices import StepKind
from learning.editing.impact_words import sentences
from learning.editing.impacts import Change, PlannedStep, impact_of
from learning.editing.plans import impact_of_publishing, impacts_of_moving, impacts_of_taking_away
from learning.models import Certificate, Enrolment, LessonPage, Step, StepRecord
from learning.quizzes.actions.attempts import start_attempt
from learning.quizzes.queries import quiz_of
from learning.studying.actions import leave_course, record_step, write_journal
from learning.studying.progress import progress_from, progress_of
from tests.factories.cohorts import make_steps
from tests.factories.courses import (
    complete,
    correct_question,
    lessons_of,
    listed,
    make_course_with_quiz,
    make_enrolment,
    make_question,
    make_quiz,
    make_study,
    reflection,
    step_of,
)
from tests.factories.members import make_member
from tests.factories.pages import make_module
from tests.queries import budget

pytestmark = pytest.mark.django_db


def done_keys(enrolment: Enrolment) -> set[Any]:
    return {state.step.key for state in progress_of(enrolment).states if state.is_done}


# ---------------------------------------------------------------- nothing is taken


def test_a_live_course_is_changed_without_taking_progress() -> None:
    """Reorder, reword, move a lesson to another module, add an optional step."""
    key = str(uuid.uuid4())
    course = make_study([reflection(key=key, is_required=True)], [])
    enrolment = make_enrolment(course)
    for step in Step.objects.current():
        record_step(enrolment=enrolment, step=step)
    certificate = Certificate.objects.get(enrolment=enrolment)
    before = done_keys(enrolment)
    first, second = lessons_of(course)
    first.move(second, pos="right")
    assert done_keys(enrolment) == (listed(course) and before)
    first = LessonPage.objects.get(pk=first.pk)
    first.title, first.body = "Other words", [reflection("Who spoke first?", key=key), reflection("New")]
    assert impact_of_publishing(first) is None
    first.save_revision().publish()
    listed(course)
    assert done_keys(enrolment) == before
    other = make_module(course, "Another module")
    assert impacts_of_moving(first, other) == []
    LessonPage.objects.get(pk=second.pk).move(other, pos="last-child")
    listed(course)
    assert done_keys(enrolment) == before
    assert (progress_of(enrolment).is_complete, progress_of(enrolment).done) == (True, 3)
    certificate.refresh_from_db()
    assert certificate.is_current


def test_a_corrected_question_leaves_results_alone() -> None:
    question = make_question("true_false")
    quiz = make_quiz(question)
    course, step = make_course_with_quiz(quiz)
    enrolment = make_enrolment(course)
    record_step(enrolment=enrolment, step=step, score=Decimal(1))
    correct_question(question, answer=False)
    listed(course)
    assert progress_of(enrolment).by_key[str(step.key)].score == 1
    assert impact_of_publishing(lessons_of(course)[0]) is None


def test_a_required_step_more_says_who_has_more_to_do_and_that_certificates_stay() -> None:
    course = make_study([])
    complete(make_enrolment(course))
    make_enrolment(course)
    left = make_enrolment(course)
    leave_course(enrolment=left)
    lesson = lessons_of(course)[0]
    lesson.body = [reflection(is_required=True)]  # type: ignore[assignment]
    impact = impact_of_publishing(lesson)
    assert impact is not None
    assert (impact.learners, impact.more, impact.met, impact.lost, impact.certificates) == (1, 1, 1, 1, 1)
    assert list(sentences(impact)) == [
        "1 learner takes this course and has not finished it.",
        "“What to look at” would be required."
        if lesson.title == "What to look at"
        else "“Lesson 1” would be required.",
        "1 learner who is under way would have more to do.",
        "Of 1 learner who meets what the certificate asks for, 1 would not meet it any more.",
        "1 certificate has been earned. It stays.",
    ]
    lesson.save_revision().publish()
    listed(course)
    holder = Enrolment.objects.get(completed_at__isnull=False)
    assert (holder.state, Certificate.objects.get(enrolment=holder).is_current) == ("completed", True)


# ---------------------------------------------------------------- numbers


def test_a_step_that_goes_tells_who_has_done_and_who_has_begun_it() -> None:
    key = str(uuid.uuid4())
    course = make_study([reflection(key=key)])
    step = step_of(course, kind=StepKind.REFLECTION)
    for _place in range(3):
        record_step(enrolment=make_enrolment(course), step=step)
    begun = make_enrolment(course)
    StepRecord.objects.create(enrolment=begun, step_key=step.key, kind=step.kind)
    make_enrolment(course)
    finished = complete(make_enrolment(course))
    lesson = lessons_of(course)[0]
    lesson.body = []  # type: ignore[assignment]
    impact = impact_of_publishing(lesson)
    assert impact is not None
    assert (impact.learners, impact.met, impact.lost, impact.gained, impact.more) == (5, 1, 0, 0, 0)
    assert [(step.title, step.done, step.begun) for step in impact.gone] == [("Lesson 1", 4, 1)]
    assert list(sentences(impact))[1] == (
        "“Lesson 1 (Reflection)” would no longer be part of the course. 4 learners have done it. That is kept, and "
        "counts no more. 1 learner has begun it and could not finish it."
    )
    assert finished.completed_at is not None


def test_an_attempt_and_a_text_are_beginnings() -> None:
    course, step = make_course_with_quiz(make_quiz(make_question()))
    found = quiz_of(step)
    assert found is not None
    start_attempt(enrolment=make_enrolment(course), step=step, quiz=found.source)
    lesson = lessons_of(course)[0]
    assert [impact.gone[0].begun for impact in impacts_of_taking_away([lesson])] == [1]
    other = make_study([reflection()])
    noted = step_of(other, kind=StepKind.REFLECTION)
    enrolment = make_enrolment(other)
    write_journal(enrolment=enrolment, step=noted, prompt="", text="", number=0)
    assert impacts_of_taking_away(lessons_of(other))[0].gone[0].begun == 0
    write_journal(enrolment=enrolment, step=noted, prompt="", text="x", number=0)
    StepRecord.objects.all().update(done_at=None)
    assert impacts_of_taking_away(lessons_of(other))[0].gone[0].begun == 1


RULES = (
    (("required_steps", None),),
    (("share", {"percent": 81}),),
    (("share", {"percent": 67}), ("quizzes", {"percent": 70})),
    (("sessions", {"number": 1}), ("required_steps", None)),
    (("quizzes", {"percent": 50}),),
)


@pytest.mark.parametrize("seed", range(12))
def test_the_database_counts_as_progress_does(seed: int) -> None:
    """Random courses, records and rules: the numbers of the one statement are those of one learner after another."""
    chance = random.Random(seed)
    course_key = uuid.uuid4()
    kinds = [StepKind.LESSON, StepKind.QUIZ, StepKind.HALL, StepKind.REFLECTION]
    steps = [
        Step(
            course_key=course_key, lesson_key=uuid.uuid4(), key=uuid.uuid4(), kind=chance.choice(kinds), rule="read",
            is_required=chance.random() < 0.6, title=f"Step {place}", position=place,
        )
        for place in range(chance.randint(1, 6))
    ]  # fmt: skip
    Step.objects.bulk_create(steps)
    before = chance.sample(steps, chance.randint(1, len(steps)))
    after = chance.sample(steps, chance.randint(0, len(steps)))
    rules_before, rules_after = chance.choice(RULES), chance.choice(RULES)
    wanted = {"learners": 0, "met": 0, "lost": 0, "gained": 0, "more": 0}
    required = {step.key for step in before if step.is_required}
    newly = {step.key for step in after if step.is_required} - required
    for place in range(8):
        finished = timezone.now() if chance.random() < 0.3 else None
        enrolment = Enrolment.objects.create(
            member=make_member(f"Learner {place}"), course_key=course_key, course_title="", seen_at=timezone.now(),
            completed_at=finished, state="completed" if finished else "active",
        )  # fmt: skip
        records = {}
        for step in steps:
            if chance.random() < 0.7:
                score = Decimal(chance.choice(["0.33333", "0.5", "0.7", "0.66667", "1"]))
                records[step.key] = StepRecord.objects.create(
                    enrolment=enrolment, step_key=step.key, kind=step.kind,
                    done_at=timezone.now() if chance.random() < 0.8 else None,
                    score=score if step.kind == StepKind.QUIZ else None,
                )  # fmt: skip
        met = progress_from(before, records, rules_before).is_complete
        then = progress_from(after, records, rules_after).is_complete
        done = {key for key, record in records.items() if record.done_at}
        wanted["learners"] += finished is None
        wanted["met"] += met
        wanted["lost"] += met and not then
        wanted["gained"] += finished is None and then and not met
        wanted["more"] += finished is None and not newly <= done
    plan = [
        tuple(PlannedStep(step.key, step.kind, step.is_required, step.title) for step in chosen)
        for chosen in (before, after)
    ]
    impact = impact_of(Change(course_key, "", plan[0], plan[1], rules_before, rules_after))
    assert {name: getattr(impact, name) for name in wanted} == wanted


def test_counting_asks_the_same_of_any_number_of_steps_and_learners() -> None:
    course = make_study([reflection()])

    def ask() -> int:
        lesson = LessonPage.objects.get(pk=lessons_of(course)[0].pk)
        lesson.body = []
        with budget(9, 1) as log:
            assert impact_of_publishing(lesson) is not None
        return len(log.captured_queries)

    make_enrolment(course)
    ask()
    asked = ask()
    make_steps(course, 30)
    for _place in range(10):
        make_enrolment(course)
    assert ask() == asked

"""How far a learner is: one function says it, for every rule a course may have."""

import uuid
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from learning.courses.choices import StepKind, StepRule
from learning.models import Step, StepRecord
from learning.studying.progress import progress_from

QUIZ, LESSON, HALL = StepKind.QUIZ, StepKind.LESSON, StepKind.HALL


def a_step(kind: str = LESSON, *, is_required: bool = True, minutes: int = 10) -> Step:
    key = uuid.uuid4()
    return Step(
        course_key=key, lesson_key=key, key=key, kind=kind, rule=StepRule.READ, is_required=is_required, minutes=minutes
    )


def done(step: Step, score: Decimal | None = None) -> tuple[uuid.UUID, StepRecord]:
    return step.key, StepRecord(step_key=step.key, kind=step.kind, done_at=timezone.now(), score=score)


def test_what_is_left_is_what_is_not_done() -> None:
    steps = [a_step(), a_step(is_required=False, minutes=5), a_step()]
    progress = progress_from(steps, dict([done(steps[0])]))
    assert (progress.done, progress.total, progress.percent, progress.minutes_left) == (1, 3, 33, 15)
    assert progress.next_state is not None
    assert progress.next_state.step is steps[2]  # what is required comes before what one may do
    [condition] = progress.conditions
    assert (condition.text, condition.is_met, condition.so_far) == ("Do all 2 required steps.", False, "1 of 2")
    assert condition.next_step is steps[2]


def test_without_rules_all_required_steps_earn_the_certificate() -> None:
    steps = [a_step(), a_step(is_required=False)]
    assert not progress_from(steps, {}).is_complete
    assert progress_from(steps, dict([done(steps[0])])).is_complete


def test_a_course_without_steps_earns_nothing() -> None:
    assert not progress_from([], {}).is_complete


@pytest.mark.parametrize(("scores", "is_met"), [(["0.8", "0.6"], True), (["0.8", "0.59"], False), (["1"], False)])
def test_quizzes_count_together_and_one_not_taken_is_nothing(scores: list[str], is_met: bool) -> None:
    steps = [a_step(QUIZ), a_step(QUIZ)]
    records = dict(done(step, Decimal(score)) for step, score in zip(steps, scores, strict=False))
    progress = progress_from(steps, records, (("quizzes", {"percent": 70}),))
    [condition] = progress.conditions
    assert condition.is_met == is_met
    assert condition.text == "Reach at least 70% in the quizzes together."


def test_a_rule_for_quizzes_in_a_course_without_any_is_never_met() -> None:
    step = a_step()
    assert not progress_from([step], dict([done(step)]), (("quizzes", {"percent": 1}),)).is_complete


def test_sessions_are_counted_whatever_their_kind() -> None:
    steps = [a_step(HALL), a_step(StepKind.LIVE), a_step()]
    rules = (("sessions", {"number": 2}),)
    assert progress_from(steps, dict([done(steps[0])]), rules).conditions[0].so_far == "1 of 2"
    assert progress_from(steps, dict([done(steps[0]), done(steps[1])]), rules).is_complete


def test_every_rule_must_be_met() -> None:
    steps = [a_step(), a_step()]
    rules: tuple[Any, ...] = (("required_steps", None), ("share", {"percent": 50}))
    met = [condition.is_met for condition in progress_from(steps, dict([done(steps[0])]), rules).conditions]
    assert met == [False, True]


STEPS = st.lists(st.tuples(st.sampled_from([LESSON, QUIZ, HALL]), st.booleans(), st.booleans(), st.integers(0, 100)))
RULES = st.lists(
    st.one_of(
        st.just(("required_steps", None)),
        st.tuples(st.just("share"), st.fixed_dictionaries({"percent": st.integers(1, 100)})),
        st.tuples(st.just("quizzes"), st.fixed_dictionaries({"percent": st.integers(1, 100)})),
        st.tuples(st.just("sessions"), st.fixed_dictionaries({"number": st.integers(1, 4)})),
    ),
    max_size=4,
)


@given(STEPS, RULES)
def test_doing_more_never_takes_anything_away(facts: list[Any], rules: list[Any]) -> None:
    steps = [a_step(kind, is_required=is_required) for kind, is_required, _done, _score in facts]
    records = dict(
        done(step, Decimal(score) / 100 if step.kind == QUIZ else None)
        for step, (_kind, _required, is_done, score) in zip(steps, facts, strict=True)
        if is_done
    )
    before = progress_from(steps, records, tuple(rules))
    for step in steps:
        more = progress_from(steps, {**records, **dict([done(step, Decimal(1))])}, tuple(rules))
        assert more.percent >= before.percent
        assert more.minutes_left <= before.minutes_left
        for old, new in zip(before.conditions, more.conditions, strict=True):
            assert new.is_met or not old.is_met
    assert (before.percent == 100) == (bool(steps) and before.done == before.total)
    for condition in before.conditions:
        # Whoever has not met it is told where to go on, as long as the course has such a step.
        assert condition.next_step is None or not condition.is_met
        assert (condition.lesson_key is None) == (condition.next_step is None)

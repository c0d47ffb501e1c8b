"""How far a learner is, and what is left: computed from two queries whenever it is asked, never by a nightly job."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from camtree.core.templatetags.core_tags import number
from learning.courses.choices import StepKind
from learning.courses.models import Step
from learning.studying.models import Enrolment, StepRecord

SESSIONS = frozenset({StepKind.LIVE, StepKind.HALL})


class StepState(NamedTuple):
    """A step of the course, and what this learner did at it. There is one for each step, whenever it is asked."""

    step: Step
    record: StepRecord | None = None

    @property
    def is_done(self) -> bool:
        return self.record is not None and self.record.done_at is not None

    @property
    def score(self) -> Decimal:
        """The best result, 0 to 1; nothing yet is 0."""
        return (self.record.score if self.record else None) or Decimal(0)

    @property
    def percent(self) -> int:
        """The best result in per cent, rounded down."""
        return int((self.score * 100).to_integral_value(ROUND_DOWN))


@dataclass(frozen=True)
class Condition:
    """One thing that the certificate asks for: in words, whether it is met, and the first step that would help."""

    text: str
    is_met: bool
    so_far: str = ""
    next_step: Step | None = None

    @property
    def lesson_key(self) -> UUID | None:
        """Where the step is that would help; None where nothing is to be done, or nothing helps."""
        return self.next_step.lesson_key if self.next_step else None

    @property
    def anchor(self) -> str:
        """The place of that step in its lesson; empty for the lesson itself."""
        step = self.next_step
        return f"#step-{step.key}" if step and step.key != step.lesson_key else ""


@dataclass(frozen=True)
class Progress:
    """The steps of a course in their order, with what one learner did."""

    states: tuple[StepState, ...]
    rules: tuple[tuple[str, Any], ...] = ()
    # Of study, as the catalogue and the certificate tell them; None where no page of the course says it.
    hours: Decimal | None = None

    @cached_property
    def by_key(self) -> dict[str, StepState]:
        """States by the key of their step, as text, which is how blocks know it."""
        return {str(state.step.key): state for state in self.states}

    @cached_property
    def done(self) -> int:
        return sum(state.is_done for state in self.states)

    @property
    def open(self) -> int:
        return self.total - self.done

    @property
    def total(self) -> int:
        return len(self.states)

    @cached_property
    def percent(self) -> int:
        """Of all steps; rounded down, so that 100 means all."""
        return self.done * 100 // self.total if self.total else 0

    @cached_property
    def minutes_left(self) -> int:
        """What is open, as a share of the hours that the course says it takes, to five minutes.

        Steps have minutes of their own, which editors guess one by one: they say how large the share is, so that
        nobody reads of two lengths of one course.
        """
        left = sum(state.step.minutes for state in self.states if not state.is_done)
        if not left or not self.hours:
            return left
        share = Decimal(left) / sum(state.step.minutes for state in self.states)
        return max(5, round(self.hours * 60 * share / 5) * 5)

    @cached_property
    def done_lessons(self) -> frozenset[UUID]:
        """Lessons in which nothing required is open."""
        open_lessons = {s.step.lesson_key for s in self.states if s.step.is_required and not s.is_done}
        return frozenset(s.step.lesson_key for s in self.states) - open_lessons

    @cached_property
    def next_state(self) -> StepState | None:
        """The first required step that is open, else the first open one."""
        left = [state for state in self.states if not state.is_done]
        return next((state for state in left if state.step.is_required), left[0] if left else None)

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """What the certificate asks for. The one place where its rule is checked."""
        return tuple(_condition(kind, value, self) for kind, value in (self.rules or (("required_steps", None),)))

    @property
    def is_complete(self) -> bool:
        """Whether the certificate is earned. A course without steps earns none."""
        return bool(self.states) and all(condition.is_met for condition in self.conditions)


def progress_of(enrolment: Enrolment, course: Any = None) -> Progress:
    """How far a learner is in the course as it is published now.

    `course` is a page of it in any language, which knows what the certificate asks for; without it, it is looked up.
    """
    steps = Step.objects.filter(course_key=enrolment.course_key).current()
    if course is None:
        course = enrolment.courses.live().order_by("pk").first()
    return progress_from(steps, records_of(enrolment), rules_of(course), hours_of(course))


def records_of(enrolment: Enrolment | None) -> dict[UUID, StepRecord]:
    """What a learner did, by the key of the step; nothing without an enrolment."""
    return {row.step_key: row for row in enrolment.records.all()} if enrolment else {}


def progress_from(
    steps: Iterable[Step],
    records: dict[UUID, StepRecord],
    rules: tuple[tuple[str, Any], ...] = (),
    hours: Decimal | None = None,
) -> Progress:
    """The same from rows that are there already, for grids of many learners."""
    return Progress(tuple(StepState(step, records.get(step.key)) for step in steps), rules, hours)


def hours_of(course: Any) -> Decimal | None:
    """How long a course takes, as its page says it."""
    return course.hours if course else None


def rules_of(course: Any) -> tuple[tuple[str, Any], ...]:
    """What a course's certificate asks for: the kind of each condition and its value."""
    return tuple((block.block_type, block.value) for block in course.conditions) if course else ()


def _condition(kind: str, value: Any, progress: Progress) -> Condition:
    if kind == "share":
        return _share(value["percent"], progress)
    if kind == "quizzes":
        return _quizzes(value["percent"], progress)
    if kind == "sessions":
        return _sessions(value["number"], progress)
    required = [state for state in progress.states if state.step.is_required]
    left = [state for state in required if not state.is_done]
    text = ngettext("Do the %(number)s required step.", "Do all %(number)s required steps.", len(required)) % {
        "number": number(len(required))
    }
    return Condition(text, not left, _of(len(required) - len(left), len(required)), left[0].step if left else None)


def _share(percent: int, progress: Progress) -> Condition:
    left = next((state.step for state in progress.states if not state.is_done), None)
    is_met = progress.total > 0 and progress.done * 100 >= percent * progress.total
    text = _("Do at least %(percent)s%% of all steps.") % {"percent": number(percent)}
    return Condition(text, is_met, _of(progress.done, progress.total), None if is_met else left)


def _quizzes(percent: int, progress: Progress) -> Condition:
    quizzes = [state for state in progress.states if state.step.kind == StepKind.QUIZ]
    reached = sum((state.score for state in quizzes), Decimal(0)) / len(quizzes) * 100 if quizzes else Decimal(0)
    is_met = bool(quizzes) and reached >= percent
    weakest = min(quizzes, key=lambda state: state.score).step if quizzes and not is_met else None
    text = _("Reach at least %(percent)s%% in the quizzes together.") % {"percent": number(percent)}
    so_far = _("%(percent)s%%") % {"percent": number(int(reached.to_integral_value(ROUND_DOWN)))}
    return Condition(text, is_met, so_far, weakest)


def _sessions(wanted: int, progress: Progress) -> Condition:
    sessions = [state for state in progress.states if state.step.kind in SESSIONS]
    attended = sum(state.is_done for state in sessions)
    is_met = attended >= wanted
    left = next((state.step for state in sessions if not state.is_done), None)
    text = ngettext("Attend %(number)s session.", "Attend %(number)s sessions.", wanted) % {"number": number(wanted)}
    return Condition(text, is_met, _of(attended, wanted), None if is_met else left)


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": number(part), "whole": number(whole)}

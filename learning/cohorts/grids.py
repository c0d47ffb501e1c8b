"""How far everybody in a cohort is: learners by steps, in the same number of queries for two and for two hundred."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from learning.cohorts.models import Cohort, CohortMember, Deadline, Extension
from learning.courses.choices import StepKind
from learning.courses.models import Step
from learning.studying.models import StepRecord
from learning.studying.progress import Progress, StepState, progress_from

# Who was not seen for so many days may need a word.
STUCK_AFTER: Final = 7
CELLS: Final = {
    "done": '<td class="step done">✓</td>',
    "late": '<td class="step late">!</td>',
    "": '<td class="step"></td>',
}


@dataclass(frozen=True)
class Learner:
    """A line of the grid: somebody in the cohort, how far they are, since when they were not seen, what is late."""

    member: CohortMember
    progress: Progress
    days_away: int
    due: dict[UUID, date]
    today: date

    @property
    def name(self) -> str:
        return str(self.member.member)

    @cached_property
    def late(self) -> tuple[StepState, ...]:
        """Required steps that are open after their day."""
        return tuple(state for state in self.progress.states if state.step.is_required and self._is_late(state))

    @property
    def is_complete(self) -> bool:
        return bool(self.member.enrolment and self.member.enrolment.completed_at)

    @property
    def is_stuck(self) -> bool:
        """Not seen for a week, or late with something required. Who is through is not stuck."""
        return not self.is_complete and (self.days_away >= STUCK_AFTER or bool(self.late))

    @cached_property
    def marks(self) -> list[str]:
        """For each step in its order: `done`, `late`, or nothing."""
        return ["done" if state.is_done else "late" if self._is_late(state) else "" for state in self.progress.states]

    @property
    def cells(self) -> SafeString:
        """The marks as cells of a table. Joined here: a template takes a second for two hundred learners."""
        return SafeString("".join(CELLS[mark] for mark in self.marks))

    def _is_late(self, state: StepState) -> bool:
        day = self.due.get(state.step.key)
        return day is not None and day < self.today and not state.is_done


@dataclass(frozen=True)
class Grid:
    """The learners of a cohort in the order of their names, and the steps of its course."""

    cohort: Cohort
    steps: tuple[Step, ...]
    learners: tuple[Learner, ...]

    @cached_property
    def stuck(self) -> tuple[Learner, ...]:
        return tuple(learner for learner in self.learners if learner.is_stuck)

    def away(self, days: int) -> tuple[Learner, ...]:
        """Who was not seen for so many days."""
        return tuple(learner for learner in self.learners if learner.days_away >= days)


def grid_of(cohort: Cohort, now: datetime | None = None) -> Grid:
    """The grid of a cohort as its course is published now: five queries."""
    return _grid(cohort, CohortMember.objects.joined().filter(cohort=cohort), now or timezone.now())


def line_of(member: CohortMember, now: datetime | None = None) -> Learner:
    """The line of one learner."""
    found = _grid(member.cohort, CohortMember.objects.joined().filter(pk=member.pk), now or timezone.now())
    return found.learners[0]


def due_days(cohort: Cohort, members: Any) -> dict[int, dict[UUID, date]]:
    """Days until which steps are due, for each of `members` by key of their row: theirs where they have longer."""
    days = {row.step_key: row.due_on for row in Deadline.objects.filter(cohort=cohort)}
    found = {pk: dict(days) for pk in members}
    longer = Extension.objects.filter(deadline__cohort=cohort, member__in=list(found)).select_related("deadline")
    for row in longer:
        # The day of everybody may have moved beyond it.
        key = row.deadline.step_key
        found[row.member_id][key] = max(row.due_on, found[row.member_id][key])
    return found


def _grid(cohort: Cohort, rows: Any, now: datetime) -> Grid:
    today = timezone.localdate(now)
    members = list(rows.filter(enrolment__isnull=False).select_related("member", "enrolment"))
    steps = tuple(Step.objects.current().filter(course_key=cohort.course_key))
    records: dict[int, dict[UUID, StepRecord]] = defaultdict(dict)
    for record in StepRecord.objects.filter(enrolment__cohort_places__in=rows).defer("facts"):
        records[record.enrolment_id][record.step_key] = record
    due = due_days(cohort, [row.pk for row in members])
    learners = [
        Learner(
            member=row,
            progress=progress_from(steps, records[row.enrolment_id]),
            days_away=_days_away(row, cohort, today),
            due=due[row.pk],
            today=today,
        )
        for row in members
    ]
    learners.sort(key=lambda learner: (learner.name.casefold(), learner.member.pk))
    return Grid(cohort, steps, tuple(learners))


def _days_away(row: CohortMember, cohort: Cohort, today: date) -> int:
    """Days since somebody was seen; nobody is away before the cohort begins or they came into it."""
    assert row.enrolment is not None  # noqa: S101 - asked for in the query
    days = [timezone.localdate(row.enrolment.seen_at), cohort.starts_on]
    if row.joined_at:
        days.append(timezone.localdate(row.joined_at))
    return max(0, (today - max(days)).days)


def table_of(grid: Grid) -> Iterator[list[Any]]:
    """The grid as rows for a spreadsheet: a head, then one row for each learner with the day each step was done."""
    head = [_("name"), _("last seen"), _("done, in per cent"), _("needs a word"), _("completed")]
    yield [*head, *(_column(number, step) for number, step in enumerate(grid.steps, start=1))]
    for learner in grid.learners:
        enrolment = learner.member.enrolment
        assert enrolment is not None  # noqa: S101 - asked for in the query
        done = [_day(state.record.done_at) if state.record else "" for state in learner.progress.states]
        yes = pgettext("in a table", "yes")
        yield [
            learner.name,
            _day(enrolment.seen_at),
            learner.progress.percent,
            yes if learner.is_stuck else "",
            _day(enrolment.completed_at),
            *done,
        ]


def _column(number: int, step: Step) -> str:
    """A step among others of its name: a lesson and what is to be done in it are often called alike."""
    return (
        f"{number}. {step.title}"
        if step.kind == StepKind.LESSON
        else f"{number}. {step.title} ({step.get_kind_display()})"
    )


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""

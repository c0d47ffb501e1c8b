"""What the learners of a cohort reached in its quizzes: read in the same number of queries for one and for fifty."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from learning.cohorts.models import Cohort, CohortMember
from learning.courses.choices import StepKind
from learning.courses.models import Step
from learning.quizzes.models import QuizAttempt


@dataclass(frozen=True)
class Tries:
    """A learner's attempts at one quiz, the first one first. There is one at least."""

    attempts: tuple[QuizAttempt, ...]

    @property
    def best(self) -> int | None:
        """The best result in per cent, rounded down; None while none is known."""
        known = [attempt.percent for attempt in self.attempts if attempt.percent is not None]
        return max(known, default=None)

    @property
    def is_passed(self) -> bool:
        return any(attempt.passed for attempt in self.attempts)

    @property
    def waits(self) -> bool:
        """Whether an open answer in one of them waits for whoever marks it."""
        return any(attempt.waits for attempt in self.attempts)

    @property
    def is_under_way(self) -> bool:
        return any(not attempt.is_submitted for attempt in self.attempts)


@dataclass(frozen=True)
class ScoreLine:
    """A learner, and each quiz of the course in its order with what they did there; None where nothing."""

    learner: CohortMember
    cells: tuple[tuple[Step, Tries | None], ...]


def quiz_steps(cohort: Cohort) -> list[Step]:
    """The quizzes of the course as it is published now."""
    return list(Step.objects.current().filter(course_key=cohort.course_key, kind=StepKind.QUIZ))


def learners_of(cohort: Cohort) -> Any:
    """Those in a cohort now who take its course, in the order of their names."""
    rows = CohortMember.objects.joined().filter(cohort=cohort, enrolment__isnull=False)
    return rows.select_related("member", "enrolment").order_by("member__display_name", "pk")


def score_lines(learners: Iterable[CohortMember], steps: Sequence[Step]) -> list[ScoreLine]:
    """What these learners did in these quizzes: one query."""
    rows = list(learners)
    tries: dict[tuple[int, UUID], list[QuizAttempt]] = defaultdict(list)
    for attempt in _attempts([row.enrolment_id for row in rows], steps):
        tries[attempt.enrolment_id, attempt.step_key].append(attempt)

    def at(enrolment: int | None, step: Step) -> Tries | None:
        found = tries.get((enrolment or 0, step.key))
        return Tries(tuple(found)) if found else None

    return [ScoreLine(row, tuple((step, at(row.enrolment_id, step)) for step in steps)) for row in rows]


def _attempts(enrolments: list[int | None], steps: Sequence[Step]) -> Any:
    keys = [step.key for step in steps]
    return QuizAttempt.objects.filter(enrolment__in=enrolments, step_key__in=keys).order_by("number")


def attempts_table(cohort: Cohort) -> Iterator[list[Any]]:
    """Every attempt as a row for a spreadsheet, learner by learner."""
    yield [
        *(_("name"), pgettext("column of a table", "quiz"), pgettext("column of a table", "attempt")),
        *(_("begun at"), _("submitted at"), _("result, in per cent"), _("passed")),
    ]
    steps = quiz_steps(cohort)
    yes, no = pgettext("in a table", "yes"), pgettext("in a table", "no")
    for line in score_lines(learners_of(cohort), steps):
        for step, tries in line.cells:
            for attempt in tries.attempts if tries else ():
                yield [
                    *(str(line.learner.member), step.title, attempt.number),
                    *(_moment(attempt.started_at), _moment(attempt.submitted_at)),
                    "" if attempt.percent is None else attempt.percent,
                    "" if attempt.passed is None else yes if attempt.passed else no,
                ]


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).isoformat(timespec="minutes") if moment else ""

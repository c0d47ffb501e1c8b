"""What a learner sees of an assignment that peers mark, and a person of what peers gave: nobody's name in either."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from learning.assignments.choices import MarkingState, WorkState
from learning.assignments.models import Appeal, AssignmentWork, Calibration, PeerMarking
from learning.assignments.peer_marks import FAR, PeerRules, peer_rules
from learning.assignments.peer_works import READABLE, works_to_take
from learning.courses.models import LessonPage, Step
from learning.courses.reading import assignment_at, value_at
from learning.studying.models import Enrolment


@dataclass(frozen=True)
class Line:
    """What was given for one criterion."""

    criterion: dict[str, Any]
    points: int | float | None
    words: str


@dataclass(frozen=True)
class Example:
    """The work that everybody marks first: rich text, and by the id of the criterion what an editor gave and why."""

    text: str
    points: dict[str, int]
    why: dict[str, str]


@dataclass(frozen=True)
class PeerPage:
    """Where a learner stands with an assignment that peers mark."""

    enrolment: Enrolment
    step: Step
    rules: PeerRules
    work: AssignmentWork | None
    calibration: Calibration | None
    marked: list[PeerMarking]
    results: list[list[Line]]
    appeal: Appeal | None

    @property
    def is_in(self) -> bool:
        return self.work is not None and self.work.submitted_at is not None

    @property
    def needs_example(self) -> bool:
        return self.is_in and self.rules.has_example and self.calibration is None

    @property
    def is_far_off(self) -> bool:
        """Whether the example was marked in quite another way than the editor did."""
        return self.calibration is not None and self.calibration.distance > FAR

    @property
    def given(self) -> int:
        return sum(row.state == MarkingState.DONE for row in self.marked)

    @property
    def owed(self) -> int:
        if self.work is not None and self.work.let_off_at:
            return 0
        return max(0, self.rules.reviews - self.given)

    @property
    def open_marking(self) -> PeerMarking | None:
        return next((row for row in self.marked if row.state == MarkingState.GIVEN), None)

    @property
    def late_marking(self) -> PeerMarking | None:
        """A work that somebody else may have by now, and that may still be marked."""
        late = (row for row in self.marked if row.state == MarkingState.EXPIRED)
        return next((row for row in late if row.work and row.work.state in READABLE), None)

    @cached_property
    def can_take(self) -> bool:
        """Whether there is a work to mark just now."""
        if not self.is_in or self.needs_example or self.open_marking:
            return False
        return works_to_take(self.enrolment, self.step, self.rules).exists()

    @property
    def waits(self) -> bool:
        """Whether the work still waits for marks."""
        return self.work is not None and self.work.state == WorkState.SUBMITTED

    @property
    def has_result(self) -> bool:
        return self.work is not None and self.work.marked_at is not None

    @property
    def may_read(self) -> bool:
        """Whether the learner reads what others gave: once there is a result and they gave their own part. What a
        person gave is not held back."""
        return self.has_result and self.owed == 0

    @property
    def shown_points(self) -> dict[str, Any]:
        """Points by the id of the criterion, as far as the learner may know them."""
        if self.work is None or (self.work.is_marked_by_peers and not self.may_read):
            return {}
        return dict(self.work.points)

    @property
    def may_appeal(self) -> bool:
        return self.may_read and self.appeal is None and self.work is not None and self.work.is_marked_by_peers

    @property
    def so_far(self) -> int:
        """How many have marked the work as it is now."""
        return len(self.results)


def peer_page(enrolment: Enrolment, step: Step, work: AssignmentWork | None, asked: Any) -> PeerPage | None:
    """All of it, in five queries whatever the number of works; None where peers do not mark."""
    rules = peer_rules(step)
    if rules is None:
        return None
    appeal = None
    if work is not None and work.submitted_at is not None:
        appeal = Appeal.objects.filter(work=work, handed_in_at=work.submitted_at).first()
    return PeerPage(
        enrolment=enrolment,
        step=step,
        rules=rules,
        work=work,
        calibration=Calibration.objects.filter(enrolment=enrolment, step_key=step.key).first(),
        marked=list(PeerMarking.objects.filter(marker=enrolment, step_key=step.key).select_related("work")),
        results=results_of(work, criteria_at(step, asked)) if work else [],
        appeal=appeal,
    )


def asked_at(step: Step) -> dict[str, Any] | None:
    """What an assignment asks, with the ids by which points are kept whatever the language of the lesson."""
    asked = assignment_at(step)
    return {**asked, "criteria": criteria_at(step, asked)} if asked else None


def criteria_at(step: Step, asked: Any) -> list[dict[str, Any]]:
    """The criteria of an assignment: id, name, guidance, most points. Where peers mark, also of a lesson that is not
    to be read just now."""
    rules = peer_rules(step)
    there = asked["criteria"] if asked else []
    if rules is None:
        return list(there)
    found = []
    for place, (key, most) in enumerate(rules.most.items()):
        words = there[place] if place < len(there) else {"name": _("Criterion %(number)s") % {"number": place + 1}}
        found.append({"guidance": "", **words, "id": key, "points": most})
    return found


def example_at(step: Step) -> Example | None:
    """The example of an assignment in the reader's language, else in any in which there is one."""
    rules = peer_rules(step)
    if rules is None or not rules.has_example:
        return None
    value = value_at(step)
    if value is None or not value["calibration"]["example"]:
        lessons = LessonPage.objects.filter(translation_key=step.lesson_key).live().order_by("pk")
        values = (block.value for lesson in lessons for block in lesson.body if block.id == str(step.key))
        value = next((value for value in values if value["calibration"]["example"]), None)
    if value is None:
        return None
    marks = dict(zip(rules.most, value["calibration"]["marks"], strict=False))
    return Example(
        text=value["calibration"]["example"],
        points={key: mark["points"] for key, mark in marks.items()},
        why={key: mark["why"] for key, mark in marks.items()},
    )


def results_of(work: AssignmentWork, criteria: list[dict[str, Any]]) -> list[list[Line]]:
    """What peers gave a work as it was handed in last, each a list of lines in the order of the criteria."""
    if work.submitted_at is None:
        return []
    rows = PeerMarking.objects.filter(work=work, handed_in_at=work.submitted_at).done()
    return [lines_of(row.points, row.words, criteria) for row in rows]


def lines_of(points: dict[str, Any], words: dict[str, str], criteria: list[dict[str, Any]]) -> list[Line]:
    """Points and words beside what they were given for."""
    return [Line(row, points.get(row["id"]), words.get(row["id"], "")) for row in criteria]

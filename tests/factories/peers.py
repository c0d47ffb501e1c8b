"""Assignments that learners mark for each other, and learners in the middle of them."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from learning.assignments.actions.peer_marking import calibrate, mark_as_peer, take_work
from learning.assignments.actions.works import save_work
from learning.courses.choices import StepKind
from learning.models import AssignmentWork, CoursePage, Enrolment, PeerMarking, Step
from tests.factories.courses import make_enrolment, make_study, step_of
from tests.factories.members import make_member

CRITERIA: list[dict[str, Any]] = [
    {"type": "item", "id": str(uuid.uuid4()), "value": {"name": "What was seen", "guidance": "Hands.", "points": 4}},
    {"type": "item", "id": str(uuid.uuid4()), "value": {"name": "Fairness", "guidance": "", "points": 2}},
]
SEEN, FAIR = (str(row["id"]) for row in CRITERIA)
MOST = {SEEN: 4, FAIR: 2}
WORDS = {SEEN: "You wrote down times and hands, line by line.", FAIR: "The guesses stand apart, in brackets."}
EXAMPLE: dict[str, Any] = {
    "example": "<p>10:14. C has the sheet upside down.</p>",
    "marks": [
        {"type": "item", "id": str(uuid.uuid4()), "value": {"points": 3, "why": "Times, but no words."}},
        {"type": "item", "id": str(uuid.uuid4()), "value": {"points": 1, "why": "One guess stands among them."}},
    ],
}


def for_peers(**facts: Any) -> dict[str, Any]:
    """An assignment of two criteria that two peers mark, as raw data of a lesson."""
    value: dict[str, Any] = {"title": "One page of notes", "brief": "<p>Bring your notes.</p>", "kind": "text"}
    value |= {"criteria": CRITERIA, "minutes": 60, "must_pass": False, "pass_percent": 50, "is_required": True}
    value |= {"template": "", "marked_by": "peers", "reviews": 2, "calibration": {"example": "", "marks": []}, **facts}
    return {"type": "assignment", "id": str(uuid.uuid4()), "value": value}


def make_peer_course(**facts: Any) -> tuple[CoursePage, Step]:
    """A course of one lesson with such an assignment, and its step."""
    course = make_study([for_peers(**facts)])
    return course, step_of(course, kind=StepKind.ASSIGNMENT)


def hand_in(enrolment: Enrolment, step: Step, text: str = "10:14. C turned the sheet.") -> AssignmentWork:
    work = AssignmentWork.objects.filter(enrolment=enrolment, step_key=step.key).first()
    return save_work(enrolment=enrolment, step=step, text=text, number=work.number if work else 0, is_final=True)


def make_peer(course: CoursePage, step: Step, name: str = "Nila Perera", **fields: Any) -> Enrolment:
    """Somebody who handed in, and marked the example where there is one."""
    enrolment = make_enrolment(course, make_member(name, **fields))
    hand_in(enrolment, step, f"The notes of somebody, {uuid.uuid4()}")
    if step.facts["has_example"]:
        calibrate(enrolment=enrolment, step=step, points={SEEN: 3, FAIR: 1}, given={SEEN: 3, FAIR: 1})
    return enrolment


def mark_next(enrolment: Enrolment, step: Step, seen: int = 3, fair: int = 2) -> PeerMarking:
    """Take the next work and mark it."""
    marking = take_work(enrolment=enrolment, step=step)
    assert marking is not None
    assert marking.work is not None
    points = {SEEN: seen, FAIR: fair}
    return mark_as_peer(marking=marking, points=points, words=WORDS, number=marking.work.number)


def mark_work_of(author: Enrolment, marker: Enrolment, seen: int = 3, fair: int = 2) -> PeerMarking:
    """Let somebody mark the work of another, whoever's turn it is."""
    work, now = work_of(author), timezone.now()
    marking = PeerMarking.objects.create(
        work=work,
        marker=marker,
        step_key=work.step_key,
        handed_in_at=work.submitted_at or now,
        given_out_at=now,
        due_at=now + timedelta(days=7),
    )
    return mark_as_peer(marking=marking, points={SEEN: seen, FAIR: fair}, words=WORDS, number=work.number)


def work_of(enrolment: Enrolment) -> AssignmentWork:
    return AssignmentWork.objects.get(enrolment=enrolment)

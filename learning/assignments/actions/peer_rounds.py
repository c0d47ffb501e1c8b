"""What time does to works that peers mark: nobody waits for somebody who does not come."""

from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q

from camtree.background.each import each
from learning.assignments.actions.peer_marking import (
    DAYS_WITHOUT_MARKS,
    DAYS_WITHOUT_WORKS,
    GRACE,
    hand_to_person,
    let_off,
    let_run_out,
    remind_late,
)
from learning.assignments.choices import MarkingState, WorkState
from learning.assignments.models import AssignmentWork, PeerMarking
from learning.assignments.peer_marks import peer_rules
from learning.courses.choices import MarkedBy
from learning.courses.models import Step

# So many of each kind in one run; the next run takes the next.
BATCH: Final = 200


class Settled(NamedTuple):
    """How many of each."""

    reminded: int
    ran_out: int
    to_persons: int
    let_off: int


def settle_peer_marking(*, now: datetime) -> Settled:
    """Remind late markers, give their works to others, hand works without marks to persons, let off who finds no work.

    Each in a transaction of its own. Safe at any time and by several machines at once.
    """
    given = PeerMarking.objects.filter(state=MarkingState.GIVEN).select_related("marker").order_by("due_at", "pk")
    late = given.filter(due_at__lt=now, reminded_at=None)
    reminded = sum(each("peer-reminders", late, remind_late, most=BATCH))
    gone = given.filter(due_at__lt=now - GRACE)
    ran_out = sum(each("peer-works-back", gone, lambda row: let_run_out(row, now), most=BATCH))
    steps = list(Step.objects.current().filter(facts__marked_by=MarkedBy.PEERS.value))
    return Settled(reminded, ran_out, _hand_over(steps, now), sum(_let_off_at(step, now) for step in steps))


def _hand_over(steps: list[Step], now: datetime) -> int:
    begun = PeerMarking.objects.filter(work=OuterRef("pk"), state=MarkingState.GIVEN)
    works = AssignmentWork.objects.filter(
        step_key__in=[step.key for step in steps],
        state=WorkState.SUBMITTED,
        person_needed="",
        submitted_at__lt=now - DAYS_WITHOUT_MARKS,
    )
    rows = works.exclude(Exists(begun)).select_related("enrolment").order_by("submitted_at", "pk")
    return sum(each("peer-works-to-persons", rows, hand_to_person, most=BATCH))


def _let_off_at(step: Step, now: datetime) -> int:
    rules = peer_rules(step)
    if rules is None:
        return 0
    done = Count(
        "enrolment__markings", filter=Q(enrolment__markings__step_key=step.key, enrolment__markings__state="done")
    )
    works = AssignmentWork.objects.filter(
        step_key=step.key, enrolment__course_key=step.course_key, submitted_at__lt=now - DAYS_WITHOUT_WORKS
    )
    owing = works.filter(let_off_at=None).annotate(given=done).filter(given__lt=rules.reviews)
    # In no order: those who find works and leave them would else stand before all others for ever.
    return sum(each("peers-let-off", owing.select_related("enrolment").order_by("?"), let_off, most=BATCH))

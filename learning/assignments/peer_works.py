"""Which works there are for a peer to mark, what a learner still owes, and which works wait for a person."""

from typing import Any, Final

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from learning.assignments.choices import MarkingState, WorkState
from learning.assignments.models import AssignmentWork, PeerMarking
from learning.assignments.peer_marks import PeerRules, peer_rules
from learning.cohorts.models import CohortMember, Facilitator
from learning.courses.choices import MarkedBy
from learning.courses.models import Step
from learning.studying.choices import EnrolmentState
from learning.studying.models import Enrolment

# A marking that was begun holds its place until it runs out or comes back.
HOLD: Final = (MarkingState.GIVEN, MarkingState.DONE)
# While an author writes anew, nobody looks over their shoulder.
READABLE: Final = (WorkState.SUBMITTED, WorkState.PASSED)


def works_to_take(marker: Enrolment, step: Step, rules: PeerRules) -> "QuerySet[AssignmentWork]":
    """Works that a learner may be given, the one to give first: of their group before others, then the one with the
    fewest markings, then the oldest.

    Never their own, never one they had before, none that has markings enough, none that waits for a person, none of
    somebody they lead through the course or are led by. Outside their group only what is in a language they read.
    """
    groups = CohortMember.objects.joined().filter(enrolment=marker.pk)
    places = CohortMember.objects.joined().filter(enrolment__isnull=False)
    beside = places.filter(cohort__in=groups.values("cohort")).values("enrolment")
    led = places.filter(cohort__facilitator_rows__user=marker.member_id).values("enrolment")
    leading = Facilitator.objects.filter(cohort__in=groups.values("cohort")).values("user")
    known = PeerMarking.objects.filter(marker=marker.pk, work__isnull=False).values("work")
    load = (
        PeerMarking.objects.filter(work=OuterRef("pk"), handed_in_at=OuterRef("submitted_at"), state__in=HOLD)
        .order_by()
        .values("work")
        .annotate(number=Count("pk"))
        .values("number")
    )
    own = AssignmentWork.objects.filter(enrolment=marker.pk, step_key=step.key).values("language")
    rows = AssignmentWork.objects.filter(
        step_key=step.key, enrolment__course_key=step.course_key, state=WorkState.SUBMITTED, person_needed=""
    )
    rows = rows.exclude(enrolment=marker.pk).exclude(enrolment__state=EnrolmentState.LEFT)
    rows = rows.exclude(enrolment__in=led).exclude(enrolment__member__in=leading).exclude(pk__in=known)
    rows = rows.annotate(
        load=Coalesce(Subquery(load), 0),
        circle=Case(When(enrolment__in=beside, then=Value(0)), default=Value(1)),
    )
    is_read = Q(circle=0) | Q(language__in=["", marker.member.preferred_language]) | Q(language__in=own)
    return rows.filter(is_read, load__lt=rules.reviews).order_by("circle", "load", "submitted_at", "pk")


def works_in_hand(enrolment: int, step: Step) -> "QuerySet[PeerMarking]":
    """Works that somebody has and may still mark, also after their day: what lies there is not what cannot be had."""
    rows = PeerMarking.objects.filter(marker=enrolment, step_key=step.key, work__state__in=READABLE)
    return rows.filter(state__in=(MarkingState.GIVEN, MarkingState.EXPIRED))


def works_given(enrolment: int, step: Step) -> int:
    """How many works of others somebody has marked at a step; by the key of their enrolment."""
    return PeerMarking.objects.filter(marker=enrolment, step_key=step.key, state=MarkingState.DONE).count()


def works_owed(work: AssignmentWork, step: Step) -> int:
    """How many works of others the learner of a work still has to mark before the step is done: none where nobody
    has to, or they were let off."""
    rules = peer_rules(step)
    if rules is None or work.let_off_at:
        return 0
    return max(0, rules.reviews - works_given(work.enrolment_id, step))


def for_a_person(works: "QuerySet[AssignmentWork]") -> "QuerySet[AssignmentWork]":
    """Those of `works` that wait for a facilitator or an editor: handed in, and not with peers."""
    of_peers = Step.objects.current().filter(facts__marked_by=MarkedBy.PEERS.value)
    by_peers = of_peers.filter(key=OuterRef("step_key"), course_key=OuterRef("enrolment__course_key")).order_by()
    waiting = works.filter(state=WorkState.SUBMITTED).annotate(is_with_peers=Exists(by_peers))
    return waiting.exclude(is_with_peers=True, person_needed="")


def marked_as_peer_by(user: Any) -> "QuerySet[PeerMarking]":
    """Markings that somebody gave or was to give as a learner."""
    return PeerMarking.objects.filter(marker__member=user.pk, work__isnull=False)

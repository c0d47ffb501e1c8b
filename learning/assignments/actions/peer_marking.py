"""Learners mark each other's works: the example first, then works of others; what comes of it, and appeals.

Locks: the enrolment of whoever acts; where a action also changes the work of another, both enrolments in the order of
their keys; a step after enrolments. No action waits for an enrolment while it holds a step or only a later enrolment.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from camtree.core.mail import send_mail_on_commit
from camtree.members.models import User
from learning.assignments.access import may_decide_on
from learning.assignments.actions.works import StaleWorkError, close_markings, keep_progress
from learning.assignments.choices import AppealState, HandBackReason, MarkingState, PersonNeeded, WorkState
from learning.assignments.models import Appeal, AssignmentWork, Calibration, PeerMarking
from learning.assignments.peer_marks import (
    PeerRules,
    Points,
    are_far_apart,
    distance,
    median_points,
    peer_rules,
    score_of,
)
from learning.assignments.peer_works import works_in_hand, works_owed, works_to_take
from learning.courses.choices import StepRule
from learning.courses.models import Step
from learning.quizzes.scoring import in_places
from learning.studying.actions import locked
from learning.studying.models import Enrolment

# For one work.
DAYS_TO_MARK: Final = timedelta(days=7)
# After the day that was promised, and one reminder, a work goes to somebody else.
GRACE: Final = timedelta(days=3)
# A learner who finds nothing to mark for so long is let off; a work that finds nobody for so long goes to a person.
DAYS_WITHOUT_WORKS: Final = timedelta(days=7)
DAYS_WITHOUT_MARKS: Final = timedelta(days=14)


class NotByPeersError(Exception):
    """Works of this step are not marked by peers, or not any more."""


class NotYetError(Exception):
    """Something comes before: handing in, or marking the example."""


class MarkingClosedError(Exception):
    """The work was marked or handed back already, or is gone."""


class NothingToAppealError(Exception):
    """There are no marks of peers to appeal against, or they were looked at once."""


class AppealClosedError(Exception):
    """It was decided already."""


def _rules(step: Step) -> PeerRules:
    rules = peer_rules(step)
    if rules is None:
        raise NotByPeersError
    return rules


def _own(enrolment: Enrolment, step: Step) -> AssignmentWork:
    """The work that its learner handed in. Raises NotYetError."""
    work = AssignmentWork.objects.filter(
        enrolment=enrolment, step_key=step.key, submitted_at__isnull=False
    ).select_related("enrolment")
    found = work.first()
    if found is None:
        raise NotYetError
    return found


@transaction.atomic
def calibrate(*, enrolment: Enrolment, step: Step, points: Points, given: Points) -> Calibration:
    """Keep what a learner gave the example; `given` is what the editor gave it. The first time counts, the answer is
    known then. Raises NotByPeersError, NotYetError."""
    rules = _rules(step)
    enrolment = locked(enrolment)
    _own(enrolment, step)
    apart = in_places(distance(points, given, rules.most))
    facts = {"points": dict(points), "distance": apart}
    return Calibration.objects.get_or_create(enrolment=enrolment, step_key=step.key, defaults=facts)[0]


@transaction.atomic
def take_work(*, enrolment: Enrolment, step: Step) -> PeerMarking | None:
    """A work of another to mark: the one that is open already, else the next; None where there is none just now.

    Who marked as many as they owe may take more. Raises NotByPeersError, NotYetError.
    """
    rules = _rules(step)
    enrolment = locked(enrolment)
    _own(enrolment, step)
    if rules.has_example and not Calibration.objects.filter(enrolment=enrolment, step_key=step.key).exists():
        raise NotYetError
    begun = PeerMarking.objects.filter(marker=enrolment, step_key=step.key, state=MarkingState.GIVEN).first()
    if begun is not None:
        return begun
    # One after the other for each assignment, so that two who ask at once do not get the same work.
    Step.objects.select_for_update().get(pk=step.pk)
    work = works_to_take(enrolment, step, rules).first()
    if work is None:
        return None
    now = timezone.now()
    return PeerMarking.objects.create(
        work=work,
        marker=enrolment,
        step_key=step.key,
        handed_in_at=work.submitted_at or now,
        given_out_at=now,
        due_at=now + DAYS_TO_MARK,
    )


@transaction.atomic
def mark_as_peer(*, marking: PeerMarking, points: dict[str, int], words: dict[str, str], number: int) -> PeerMarking:
    """Keep what a peer gives a work, by the id of the criterion. `number` is the version of the work that was read.

    Also when it comes late: nothing that somebody wrote is thrown away. Sent twice it counts once. Raises
    MarkingClosedError, and StaleWorkError where the work was handed in anew meanwhile.
    """
    marking, work, marker, author = _held(marking)
    if marking.state == MarkingState.DONE and (marking.points, marking.words) == (points, words):
        return marking
    if not marking.is_open:
        raise MarkingClosedError
    if work.number != number:
        raise StaleWorkError(work)
    now = timezone.now()
    marking.points, marking.words = points, words
    marking.state, marking.done_at, marking.handed_in_at = MarkingState.DONE, now, work.submitted_at or now
    marking.save()
    step = _step(marker, marking)
    if step is not None:
        own = AssignmentWork.objects.filter(enrolment=marker, step_key=step.key).first()
        if own is not None:
            keep_progress(enrolment=marker, step=step, work=own)
        _settle(work, author, step)
    return marking


@transaction.atomic
def hand_back_unmarked(*, marking: PeerMarking, reason: str) -> PeerMarking:
    """Do not mark a work, and say why. Known by its author it goes to another peer, else to a person.

    Raises MarkingClosedError for one that is marked.
    """
    marking, work, _marker, _author = _held(marking)
    if marking.state == MarkingState.RETURNED:
        return marking
    if not marking.is_open:
        raise MarkingClosedError
    marking.state, marking.reason = MarkingState.RETURNED, reason
    marking.save()
    if reason != HandBackReason.CONFLICT and work.state == WorkState.SUBMITTED and not work.person_needed:
        work.person_needed = PersonNeeded.HANDED_BACK
        work.save()
    return marking


def _held(marking: PeerMarking) -> tuple[PeerMarking, AssignmentWork, Enrolment, Enrolment]:
    """A marking and its work as they are now, held through the enrolments of the marker and the author."""
    pks = [pk for pk in (marking.marker_id, marking.work.enrolment_id if marking.work else None) if pk]
    rows = {row.pk: row for row in Enrolment.objects.select_for_update().filter(pk__in=pks).order_by("pk")}
    found = PeerMarking.objects.filter(pk=marking.pk).select_related("work").first()
    if found is None or found.work is None or found.marker_id not in rows or found.work.enrolment_id not in rows:
        raise MarkingClosedError
    return found, found.work, rows[found.marker_id], rows[found.work.enrolment_id]


def _step(enrolment: Enrolment, marking: PeerMarking | AssignmentWork) -> Step | None:
    return Step.objects.filter(course_key=enrolment.course_key, key=marking.step_key).first()


def _settle(work: AssignmentWork, author: Enrolment, step: Step) -> bool:
    """The result, once there are marks enough: the median, or a person where they lie far apart. Whether there is one.

    The enrolment of the author is held.
    """
    rules = peer_rules(step)
    if rules is None or work.state != WorkState.SUBMITTED or work.person_needed:
        return False
    marks = [row.points for row in work.markings.current().done()]
    if len(marks) < rules.reviews:
        return False
    if are_far_apart(marks, rules.most):
        work.person_needed = PersonNeeded.APART
        work.save()
        return False
    work.points = median_points(marks, rules.most)
    _conclude(work, author, step, rules)
    _tell_marks(work, author, step)
    return True


def _conclude(work: AssignmentWork, author: Enrolment, step: Step, rules: PeerRules) -> None:
    """State and step that follow from the points. Where nothing has to be passed, every result is one."""
    work.score = score_of(work.points, rules.most)
    passes = step.rule != StepRule.PASSED or (work.score or 0) * 100 >= step.facts.get("percent", 50)
    work.state = WorkState.PASSED if passes else WorkState.RETURNED
    work.marked_at = timezone.now()
    work.save()
    if not passes:
        close_markings(work)
    keep_progress(enrolment=author, step=step, work=work)


# ---------------------------------------------------------------- appeals


@transaction.atomic
def appeal(*, work: AssignmentWork, words: str) -> Appeal:
    """Ask a person to look at the marks that peers gave. Asked twice, it is asked once.

    Raises NothingToAppealError where there are none that the learner can read, or they were looked at already.
    """
    enrolment = locked(work.enrolment)
    work = AssignmentWork.objects.get(pk=work.pk)
    if work.submitted_at is None:
        raise NothingToAppealError
    before = Appeal.objects.filter(work=work, handed_in_at=work.submitted_at).first()
    if before is not None and before.is_open:
        return before
    step = _step(enrolment, work)
    if before is not None or not work.is_marked_by_peers or step is None or works_owed(work, step):
        raise NothingToAppealError
    return Appeal.objects.create(work=work, handed_in_at=work.submitted_at, words=words)


@transaction.atomic
def decide_appeal(*, appeal: Appeal, by: User, points: dict[str, int] | None, words: str) -> Appeal:
    """Answer an appeal: the marks stay (None), or these take their place. The learner is told once.

    Raises AppealClosedError, and PermissionDenied for those who may not mark this learner or marked the work as a peer.
    """
    author = locked(appeal.work.enrolment)
    appeal = Appeal.objects.select_related("work__enrolment").get(pk=appeal.pk)
    work = appeal.work
    if not may_decide_on(by, work):
        raise PermissionDenied
    is_changed = points is not None and points != work.points
    if not appeal.is_open:
        if appeal.decided_by_id == by.pk and appeal.answer == words and not is_changed:
            return appeal
        raise AppealClosedError
    appeal.state = AppealState.CHANGED if is_changed else AppealState.UPHELD
    appeal.decided_by, appeal.decided_at, appeal.answer = by, timezone.now(), words
    appeal.save()
    step = _step(author, work)
    rules = peer_rules(step) if step else None
    if is_changed and points is not None and step is not None and rules is not None:
        work.points, work.marked_by = points, by
        _conclude(work, author, step, rules)
    _mail("appeal_decided", author, work, appeal=appeal, is_changed=is_changed)
    return appeal


# ---------------------------------------------------------------- what a timer does


def remind_late(marking: PeerMarking) -> bool:
    """Write to a learner whose work to mark waits longer than was promised, once. Whether a mail goes."""
    with transaction.atomic():
        marker = locked(marking.marker) if marking.marker else None
        row = PeerMarking.objects.filter(pk=marking.pk, state=MarkingState.GIVEN, reminded_at=None).first()
        if row is None or marker is None:
            return False
        row.reminded_at = timezone.now()
        row.save(update_fields=["reminded_at"])
        _mail("peer_marking_late", marker, row, until=row.due_at + GRACE)
    return True


def let_run_out(marking: PeerMarking, now: datetime) -> bool:
    """Free the place of a marking that does not come, for another peer. Whether it was freed."""
    with transaction.atomic():
        marker = locked(marking.marker) if marking.marker else None
        late = PeerMarking.objects.filter(pk=marking.pk, state=MarkingState.GIVEN, due_at__lt=now - GRACE)
        return bool(marker and late.update(state=MarkingState.EXPIRED))


def hand_to_person(work: AssignmentWork) -> bool:
    """Stop looking for peers to mark a work: a person does. Whether it was so."""
    with transaction.atomic():
        author = locked(work.enrolment)
        work = AssignmentWork.objects.get(pk=work.pk)
        step = _step(author, work)
        has_open = work.markings.filter(state=MarkingState.GIVEN).exists()
        if work.state != WorkState.SUBMITTED or work.person_needed or has_open or step is None:
            return False
        # Enough by now where an editor asks for fewer than before.
        if _settle(work, author, step) or work.person_needed:
            return False
        work.person_needed = PersonNeeded.TOO_FEW
        work.save()
    return True


def let_off(work: AssignmentWork) -> bool:
    """Let a learner off the works of others that are owed, where there is none to be had. Whether they were."""
    with transaction.atomic():
        enrolment = locked(work.enrolment)
        work = AssignmentWork.objects.select_related("enrolment__member").get(pk=work.pk)
        step = _step(enrolment, work)
        rules = peer_rules(step) if step else None
        if step is None or rules is None or work.submitted_at is None or not works_owed(work, step):
            return False
        in_hand = works_in_hand(enrolment.pk, step)
        if in_hand.exists() or works_to_take(work.enrolment, step, rules).exists():
            return False
        work.let_off_at = timezone.now()
        work.save()
        keep_progress(enrolment=enrolment, step=step, work=work)
        if work.is_marked_by_peers:
            _tell_marks(work, enrolment, step)
    return True


# ---------------------------------------------------------------- mails


def _tell_marks(work: AssignmentWork, author: Enrolment, step: Step) -> None:
    _mail("peer_marks_there", author, work, owed=works_owed(work, step), is_returned=work.is_open)


def _mail(template: str, enrolment: Enrolment, about: AssignmentWork | PeerMarking, **context: Any) -> None:
    """Write to a learner about an assignment, with the way to its page."""
    member = enrolment.member
    with translation.override(member.preferred_language):
        address = settings.WAGTAILADMIN_BASE_URL + reverse("assignment", args=[enrolment.course_key, about.step_key])
    context = {"member": member, "course": enrolment.course_title, "address": address, **context}
    send_mail_on_commit(template, to=member.email, language=member.preferred_language, context=context)


def forget_peer(member: User) -> None:
    """Before an account goes: what it gave others stays with them, what others did for it still counts for them, and
    nothing in either tells of it."""
    given = PeerMarking.objects.filter(marker__member=member)
    given.exclude(state=MarkingState.DONE).delete()
    given.update(marker=None)
    got = PeerMarking.objects.filter(work__enrolment__member=member)
    got.filter(state=MarkingState.GIVEN).delete()
    got.update(work=None, points={}, words={})
    PeerMarking.objects.filter(work=None, marker=None).delete()

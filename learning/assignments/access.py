"""The one way to works, to their marks and to appeals. What is not there and what is not theirs look the same."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from camtree.core.access import or_404
from learning.assignments.choices import AppealState, MarkingState
from learning.assignments.models import Appeal, AssignmentWork, PeerMarking
from learning.assignments.peer_works import marked_as_peer_by
from learning.cohorts.access import enrolments_run_by, may_facilitate
from learning.courses.choices import StepKind
from learning.courses.models import Step
from learning.studying.access import get_step_for
from learning.studying.models import Enrolment


def get_work_for(user: Any, pk: int) -> AssignmentWork:
    """A work that `user` wrote or may mark. Else 404."""
    work = AssignmentWork.objects.select_related("enrolment__member").filter(pk=pk).first()
    if work is None or not (work.enrolment.member_id == user.pk or may_facilitate(user, work.enrolment)):
        raise Http404
    return work


def get_work_to_mark(user: Any, pk: int) -> AssignmentWork:
    """A work that was handed in once and that `user` may mark; drafts of reports are read by editors. Else 404."""
    work = get_work_for(user, pk)
    if not may_facilitate(user, work.enrolment) or work.submitted_at is None or work.inquiry_id:
        raise Http404
    return work


def works_for(user: Any) -> "QuerySet[AssignmentWork]":
    """Works that were handed in and that `user` may mark: of others, and no drafts of reports, which editors read."""
    rows = AssignmentWork.objects.filter(submitted_at__isnull=False, inquiry=None).exclude(enrolment__member=user.pk)
    if not user.has_perm("learning.mark_answers"):
        rows = rows.filter(enrolment__in=enrolments_run_by(user))
    return rows.select_related("enrolment__member")


# ---------------------------------------------------------------- works that learners mark for each other


def get_marking_for(user: Any, course_key: UUID, key: UUID, pk: int) -> tuple[Enrolment, Step, PeerMarking]:
    """A work that was given to `user` to mark, whatever became of it but handed back. Else 404."""
    enrolment, step = get_step_for(user, course_key, key, kind=StepKind.ASSIGNMENT)
    rows = PeerMarking.objects.filter(marker=enrolment, step_key=key, work__isnull=False)
    rows = rows.exclude(state=MarkingState.RETURNED).select_related("work")
    return enrolment, step, or_404(rows.filter(pk=pk).first())


def may_decide_on(user: Any, work: AssignmentWork) -> bool:
    """Whether `user` may answer an appeal about a work: they may mark its learner, and have not marked it as a peer."""
    return may_facilitate(user, work.enrolment) and not marked_as_peer_by(user).filter(work=work).exists()


def appeals_for(user: Any) -> "QuerySet[Appeal]":
    """Appeals that wait and that `user` may answer, the oldest first."""
    rows = Appeal.objects.filter(state=AppealState.OPEN, work__in=works_for(user))
    own = marked_as_peer_by(user).values("work")
    return rows.exclude(work__in=own).select_related("work__enrolment__member").order_by("made_at", "pk")


def get_appeal_to_decide(user: Any, pk: int) -> Appeal:
    """An appeal that `user` may answer, also one that is answered. Else 404."""
    appeal = or_404(Appeal.objects.select_related("work__enrolment__member").filter(pk=pk).first())
    if not may_decide_on(user, appeal.work):
        raise Http404
    return appeal

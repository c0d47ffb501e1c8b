"""The one way to cohorts and to those in them. What is not there and what is not theirs look the same."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from camtree.core.access import or_404
from learning.cohorts.choices import Joining, MemberState
from learning.cohorts.models import Cohort, CohortMember, CohortPost, CohortSession, Facilitator
from learning.cohorts.models.cohorts import RUN_ANY
from learning.studying.models import Enrolment


def may_facilitate(user: Any, enrolment: Enrolment) -> bool:
    """Whether `user` may see what this learner handed in, and mark it: they run a cohort in which the learner takes
    the course, or may mark anybody. Nobody marks themselves."""
    if not user.is_authenticated or user.pk == enrolment.member_id:
        return False
    if user.has_perm("learning.mark_answers"):
        return True
    return enrolments_run_by(user).filter(pk=enrolment.pk).exists()


def may_mark(user: Any) -> bool:
    """Whether there is anybody whose work `user` may mark: they may mark all, or run a cohort."""
    return bool(user.has_perm("learning.mark_answers") or Cohort.objects.run_by(user).exists())


def enrolments_run_by(user: Any) -> "QuerySet[Enrolment]":
    """Enrolments of those who are now in a cohort that `user` runs."""
    places = CohortMember.objects.joined().filter(cohort__in=Cohort.objects.run_by(user))
    return Enrolment.objects.filter(pk__in=places.values("enrolment"))


# ---------------------------------------------------------------- cohorts, for those who run them


def get_cohort_run_by(user: Any, pk: int) -> Cohort:
    """A cohort that `user` runs, or may run as somebody who runs all. Else 404."""
    cohort = Cohort.objects.run_by(user).filter(pk=pk).first() if user.is_authenticated else None
    if cohort is None:
        raise Http404
    return cohort


def get_learner_of(cohort: Cohort, pk: int) -> CohortMember:
    """Somebody who is in the cohort now, with their enrolment. Else 404: who left is nobody's to look at."""
    rows = CohortMember.objects.joined().filter(cohort=cohort, enrolment__isnull=False)
    return or_404(rows.select_related("member", "enrolment").filter(pk=pk).first())


def get_learner_to_help(user: Any, cohort: int, pk: int) -> tuple[Cohort, CohortMember]:
    """Somebody whose time `user` may set: a learner of a cohort they run. Nobody sets their own. Else 404."""
    found = get_cohort_run_by(user, cohort)
    learner = get_learner_of(found, pk)
    if learner.member_id == user.pk:
        raise Http404
    return found, learner


def get_place_in(cohort: Cohort, pk: int) -> CohortMember:
    """Somebody who is in the cohort, waits, is offered a place or invited. Else 404."""
    rows = cohort.members.filter(state__in=[*CohortMember.INSIDE, MemberState.INVITED])
    return or_404(rows.select_related("member", "cohort").filter(pk=pk).first())


def get_facilitator_of(cohort: Cohort, pk: int) -> Facilitator:
    """One of those who run the cohort. Else 404."""
    return or_404(cohort.facilitator_rows.select_related("user").filter(pk=pk).first())


def get_session_of(cohort: Cohort, pk: int) -> CohortSession:
    """A session of the cohort. Else 404."""
    return or_404(cohort.sessions.select_related("cohort").filter(pk=pk).first())


# ---------------------------------------------------------------- cohorts, for their members


def get_own_place(user: Any, cohort: int, *states: MemberState) -> CohortMember:
    """The place of `user` in a cohort: in, waiting or offered, or in one of `states`. Else 404."""
    # By the row of the cohort: its key may be beyond what a column of keys takes.
    cohorts = Cohort.objects.filter(pk=cohort)
    rows = CohortMember.objects.filter(cohort__in=cohorts, member=user.pk, state__in=states or CohortMember.INSIDE)
    return or_404(rows.select_related("cohort", "enrolment", "member").first())


def get_invitation_to(token: str) -> CohortMember:
    """The invitation behind a link that nobody has followed yet. Else 404."""
    rows = CohortMember.objects.filter(
        token=token, state=MemberState.INVITED, cohort__ends_on__gte=timezone.localdate()
    )
    return or_404(rows.select_related("cohort").first())


def get_joinable_cohort(user: Any, pk: int) -> Cohort:
    """A cohort that anybody may ask to join, or whoever has a confirmed address of its school. Else 404."""
    rows = Cohort.objects.taking_members(timezone.localdate()).with_free().filter(joining=Joining.OPEN)
    return or_404(rows.filter(pk=pk).first() or school_cohorts_of(user).filter(pk=pk).first())


def school_cohorts_of(user: Any) -> "QuerySet[Cohort]":
    """Cohorts that `user` may join because one of their confirmed addresses is one of the school."""
    addresses = EmailAddress.objects.filter(user=user.pk, verified=True).values_list("email", flat=True)
    return Cohort.objects.of_schools(addresses, timezone.localdate())


def get_cohort_to_talk_in(user: Any, pk: int) -> tuple[Cohort, CohortMember | None, bool]:
    """A cohort whose discussion `user` may read and write in, their place in it if they have one, and whether they
    run it. Else 404."""
    cohort = or_404(Cohort.objects.filter(pk=pk).first())
    member = CohortMember.objects.joined().filter(cohort=cohort, member=user.pk).select_related("enrolment").first()
    runs_it = Cohort.objects.run_by(user).filter(pk=cohort.pk).exists()
    if member is None and not runs_it:
        raise Http404
    return cohort, member, runs_it


def get_post_of(cohort: Cohort, pk: int) -> CohortPost:
    """A post in the discussion of the cohort. Else 404."""
    return or_404(cohort.posts.filter(pk=pk).first())


def is_facilitator(user: Any) -> bool:
    """Whether `user` has a desk: they run a cohort, may run all, or may make one."""
    if not user.is_authenticated:
        return False
    may = user.has_perm(RUN_ANY) or user.has_perm("learning.add_cohort")
    return may or Facilitator.objects.filter(user=user.pk).exists()

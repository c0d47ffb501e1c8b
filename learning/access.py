"""The one way to what a learner has. What is not there and what is not theirs look the same."""

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from camtree.core.verification import plain
from learning.choices import AppealState, Joining, MarkingState, MemberState, StepKind
from learning.learners import value_at
from learning.models import (
    Appeal,
    AssignmentWork,
    AttemptItem,
    Certificate,
    Cohort,
    CohortMember,
    CohortPost,
    CohortSession,
    CoursePackage,
    CoursePage,
    Enrolment,
    Facilitator,
    PackageRecord,
    PeerMarking,
    QuizAttempt,
    Step,
)
from learning.models.cohorts import RUN_ANY
from learning.peer_works import marked_as_peer_by


def find_enrolment(user: Any, course_key: UUID) -> Enrolment | None:
    """The enrolment with which `user` takes a course just now; None for those who do not, or left."""
    if not user.is_authenticated:
        return None
    # There is one for each member and course, whatever its state.
    row = next(iter(Enrolment.objects.filter(member=user.pk, course_key=course_key)), None)
    return row if row is not None and row.is_open else None


def get_enrolment_for(user: Any, course_key: UUID) -> Enrolment:
    """The same, or 404."""
    enrolment = find_enrolment(user, course_key)
    if enrolment is None:
        raise Http404
    return enrolment


def get_step_for(user: Any, course_key: UUID, key: UUID, **kinds: Any) -> tuple[Enrolment, Step]:
    """A step of a course that `user` takes, among those that `kinds` allows. Else 404."""
    enrolment = get_enrolment_for(user, course_key)
    step = Step.objects.current().filter(course_key=course_key, key=key, **kinds).first()
    if step is None:
        raise Http404
    return enrolment, step


def get_open_course(pk: int) -> CoursePage:
    """A course that anybody may take: live and public. Else 404."""
    course: CoursePage | None = CoursePage.objects.live().public().filter(pk=pk).first()
    if course is None:
        raise Http404
    return course


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


def get_attempt_for(user: Any, course_key: UUID, step_key: UUID, number: int) -> QuizAttempt:
    """A learner's own attempt at a quiz, also at one that the course no longer has. Else 404."""
    enrolment = get_enrolment_for(user, course_key)
    attempts = QuizAttempt.objects.filter(enrolment=enrolment, step_key=step_key, number=number)
    attempt: QuizAttempt | None = attempts.select_related("enrolment", "quiz_revision").first()
    if attempt is None:
        raise Http404
    return attempt


def open_answers_for(user: Any) -> "QuerySet[AttemptItem]":
    """Answers of submitted attempts that `user` may mark, or has marked: of others, by those whose work it is."""
    rows = AttemptItem.objects.filter(attempt__submitted_at__isnull=False).exclude(attempt__enrolment__member=user.pk)
    if not user.has_perm("learning.mark_answers"):
        rows = rows.filter(attempt__enrolment__in=enrolments_run_by(user))
    return rows.select_related("attempt__enrolment__member", "attempt__quiz_revision")


def get_open_answer_for(user: Any, pk: int) -> AttemptItem:
    """An answer that waits for a mark, or that a person has marked. Else 404."""
    item: AttemptItem | None = open_answers_for(user).filter(pk=pk).first()
    if item is None or (item.score is not None and item.marked_at is None):
        raise Http404
    if not may_facilitate(user, item.attempt.enrolment):
        raise Http404
    return item


def get_certificate_for(user: Any, code: str) -> Certificate:
    """A certificate of `user`, whatever became of it. Else 404."""
    found = Certificate.objects.select_related("enrolment", "partner_logo").filter(code=plain(code), member=user.pk)
    certificate = found.first()
    if certificate is None:
        raise Http404
    return certificate


def get_revocable_certificate(user: Any, code: str) -> Certificate:
    """Any certificate, for who may revoke it: never one's own. Else 404."""
    certificate = Certificate.objects.filter(code=plain(code)).select_related("enrolment", "member").first()
    if certificate is None or not may_revoke(user, certificate):
        raise Http404
    return certificate


def may_revoke(user: Any, certificate: Certificate) -> bool:
    """Whether `user` looks after certificates, and this one is somebody else's."""
    return bool(user.has_perm("learning.revoke_certificate") and user.pk != certificate.member_id)


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
    return _or_404(rows.select_related("member", "enrolment").filter(pk=pk).first())


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
    return _or_404(rows.select_related("member", "cohort").filter(pk=pk).first())


def get_facilitator_of(cohort: Cohort, pk: int) -> Facilitator:
    """One of those who run the cohort. Else 404."""
    return _or_404(cohort.facilitator_rows.select_related("user").filter(pk=pk).first())


def get_session_of(cohort: Cohort, pk: int) -> CohortSession:
    """A session of the cohort. Else 404."""
    return _or_404(cohort.sessions.select_related("cohort").filter(pk=pk).first())


# ---------------------------------------------------------------- cohorts, for their members


def get_own_place(user: Any, cohort: int, *states: MemberState) -> CohortMember:
    """The place of `user` in a cohort: in, waiting or offered, or in one of `states`. Else 404."""
    # By the row of the cohort: its key may be beyond what a column of keys takes.
    cohorts = Cohort.objects.filter(pk=cohort)
    rows = CohortMember.objects.filter(cohort__in=cohorts, member=user.pk, state__in=states or CohortMember.INSIDE)
    return _or_404(rows.select_related("cohort", "enrolment", "member").first())


def get_invitation_to(token: str) -> CohortMember:
    """The invitation behind a link that nobody has followed yet. Else 404."""
    rows = CohortMember.objects.filter(
        token=token, state=MemberState.INVITED, cohort__ends_on__gte=timezone.localdate()
    )
    return _or_404(rows.select_related("cohort").first())


def get_joinable_cohort(user: Any, pk: int) -> Cohort:
    """A cohort that anybody may ask to join, or whoever has a confirmed address of its school. Else 404."""
    rows = Cohort.objects.filter(joining=Joining.OPEN, is_open=True, ends_on__gte=timezone.localdate())
    return _or_404(rows.filter(pk=pk).first() or school_cohorts_of(user).filter(pk=pk).first())


def school_cohorts_of(user: Any) -> "QuerySet[Cohort]":
    """Cohorts that `user` may join because one of their confirmed addresses is one of the school."""
    addresses = EmailAddress.objects.filter(user=user.pk, verified=True).values_list("email", flat=True)
    return Cohort.objects.of_schools(addresses, timezone.localdate())


def get_cohort_to_talk_in(user: Any, pk: int) -> tuple[Cohort, CohortMember | None, bool]:
    """A cohort whose discussion `user` may read and write in, their place in it if they have one, and whether they
    run it. Else 404."""
    cohort = _or_404(Cohort.objects.filter(pk=pk).first())
    member = CohortMember.objects.joined().filter(cohort=cohort, member=user.pk).select_related("enrolment").first()
    runs_it = Cohort.objects.run_by(user).filter(pk=cohort.pk).exists()
    if member is None and not runs_it:
        raise Http404
    return cohort, member, runs_it


def get_post_of(cohort: Cohort, pk: int) -> CohortPost:
    """A post in the discussion of the cohort. Else 404."""
    return _or_404(cohort.posts.filter(pk=pk).first())


def is_facilitator(user: Any) -> bool:
    """Whether `user` has a desk: they run a cohort, may run all, or may make one."""
    if not user.is_authenticated:
        return False
    may = user.has_perm(RUN_ANY) or user.has_perm("learning.add_cohort")
    return may or Facilitator.objects.filter(user=user.pk).exists()


# ---------------------------------------------------------------- works that learners mark for each other


def get_marking_for(user: Any, course_key: UUID, key: UUID, pk: int) -> tuple[Enrolment, Step, PeerMarking]:
    """A work that was given to `user` to mark, whatever became of it but handed back. Else 404."""
    enrolment, step = get_step_for(user, course_key, key, kind=StepKind.ASSIGNMENT)
    rows = PeerMarking.objects.filter(marker=enrolment, step_key=key, work__isnull=False)
    rows = rows.exclude(state=MarkingState.RETURNED).select_related("work")
    return enrolment, step, _or_404(rows.filter(pk=pk).first())


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
    appeal = _or_404(Appeal.objects.select_related("work__enrolment__member").filter(pk=pk).first())
    if not may_decide_on(user, appeal.work):
        raise Http404
    return appeal


def get_package_at(step: Step) -> CoursePackage:
    """The package that a step has in the reader's language. Else 404."""
    value = value_at(step)
    return _or_404(value["package"] if value else None)


def get_package_record(enrolment: Enrolment, step: Step, package: str, part: str) -> PackageRecord:
    """What a learner has opened of a package at a step. Else 404."""
    rows = PackageRecord.objects.filter(enrolment=enrolment, step_key=step.key, package__key=package, part=part)
    return _or_404(rows.first())


def _or_404[T](found: T | None) -> T:
    if found is None:
        raise Http404
    return found

"""The one way to what a learner has. What is not there and what is not theirs look the same."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from camtree.core.verification import plain
from learning.choices import EnrolmentState
from learning.models import AssignmentWork, AttemptItem, Certificate, CoursePage, Enrolment, QuizAttempt, Step


def find_enrolment(user: Any, course_key: UUID) -> Enrolment | None:
    """The enrolment with which `user` takes a course just now; None for those who do not, or left."""
    if not user.is_authenticated:
        return None
    return Enrolment.objects.filter(member=user, course_key=course_key).exclude(state=EnrolmentState.LEFT).first()


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
    """Whether `user` may see what this learner handed in, and mark it."""
    return bool(user.is_authenticated and user.pk != enrolment.member_id and user.has_perm("learning.mark_answers"))


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
        return rows.none()
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

"""The one way to what a learner has. What is not there and what is not theirs look the same."""

from typing import Any
from uuid import UUID

from django.http import Http404

from camtree.core.verification import plain
from learning.choices import EnrolmentState
from learning.models import Certificate, CoursePage, Enrolment, Step


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

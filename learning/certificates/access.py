"""The one way to a certificate. What is not there and what is not theirs look the same."""

from typing import Any

from django.http import Http404

from camtree.core.papers.codes import read_code
from learning.certificates.badges import is_offered
from learning.certificates.models import Certificate


def get_certificate_for(user: Any, code: str) -> Certificate:
    """A certificate of `user`, whatever became of it. Else 404."""
    found = Certificate.objects.select_related("enrolment", "partner_logo").filter(code=read_code(code), member=user.pk)
    certificate = found.first()
    if certificate is None:
        raise Http404
    return certificate


def get_certificate_with_badge(user: Any, code: str) -> Certificate:
    """A certificate of `user` that is good, where badges are offered. Else 404."""
    certificate = get_certificate_for(user, code)
    if not certificate.is_current or not is_offered():
        raise Http404
    return certificate


def get_revocable_certificate(user: Any, code: str) -> Certificate:
    """Any certificate, for who may revoke it: never one's own. Else 404."""
    certificate = Certificate.objects.filter(code=read_code(code)).select_related("enrolment", "member").first()
    if certificate is None or not may_revoke(user, certificate):
        raise Http404
    return certificate


def may_revoke(user: Any, certificate: Certificate) -> bool:
    """Whether `user` looks after certificates, and this one is somebody else's."""
    return bool(user.has_perm("learning.revoke_certificate") and user.pk != certificate.member_id)

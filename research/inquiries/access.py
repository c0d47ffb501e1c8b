"""The one way to a draft. What is not there and what is not theirs look the same."""

from typing import Any

from django.http import Http404
from django.utils import timezone

from research.inquiries.choices import Access
from research.inquiries.models import Attachment, Inquiry, InquiryPerson, ShareLink

# Who may do one thing may do those before it.
LADDER = [Access.COMMENT, Access.WRITE, Access.OWNER]


def get_inquiry_for(user: Any, pk: int, *, to: Access = Access.COMMENT) -> Inquiry:
    """A draft that `user` may at least read and comment (`to=WRITE`: write; `to=OWNER`: give away). Else 404."""
    role = InquiryPerson.objects.filter(inquiry=pk, user=user.pk).select_related("inquiry__template").first()
    if role is None or role.access not in LADDER[LADDER.index(to) :]:
        raise Http404
    inquiry = role.inquiry
    inquiry.role = role
    return inquiry


def get_shared_inquiry(token: str) -> Inquiry:
    """The draft behind a link that still works. Else 404."""
    links = ShareLink.objects.select_related("inquiry__template")
    link = links.filter(token=token, revoked_at=None, expires_at__gt=timezone.now()).first()
    if link is None:
        raise Http404
    return link.inquiry


def get_invitation(token: str) -> InquiryPerson:
    """The invitation to write together that nobody has accepted yet. Else 404."""
    person = InquiryPerson.objects.select_related("inquiry").filter(token=token, accepted_at=None).first()
    if person is None or person.invited_at is None:
        raise Http404
    return person


def get_shared_attachment(token: str, key: str) -> Attachment:
    """A file of the draft behind a link that still works. Else 404."""
    attachment = Attachment.objects.filter(key=key, inquiry=get_shared_inquiry(token)).first()
    if attachment is None:
        raise Http404
    return attachment

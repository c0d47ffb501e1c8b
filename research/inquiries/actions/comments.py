"""What people with access to a draft say about it. No mails: who opens the draft or their own page sees what is new.

A mail for each remark would drown the ones that matter (invitations, decisions), so there is none, not even a digest.
"""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from camtree.members.models import User
from research.inquiries.actions.writing import locked_draft
from research.inquiries.models import Inquiry, InquiryPart, PartComment

SAME_CLICK: Final = timedelta(minutes=1)


@transaction.atomic
def add_comment(
    *, inquiry: Inquiry, member: User, name: str, text: str, answer_to: PartComment | None = None
) -> PartComment:
    """Keep a remark on the part `name`, or an answer to one. An answer to an answer joins the same thread, and what
    was settled is open again. The same words twice within a minute are one. Raises DraftClosedError, and
    InquiryPart.DoesNotExist."""
    inquiry = locked_draft(inquiry)
    part = InquiryPart.objects.get(inquiry=inquiry, name=name)
    parent = None if answer_to is None else answer_to.parent or answer_to
    lately = PartComment.objects.filter(part=part, parent=parent, author=member, text=text)
    twin: PartComment | None = lately.filter(created_at__gt=timezone.now() - SAME_CLICK).first()
    if twin is not None:
        return twin
    if parent is not None:
        reopen_comment(comment=parent)
    made: PartComment = PartComment.objects.create(part=part, parent=parent, author=member, text=text)
    return made


@transaction.atomic
def resolve_comment(*, comment: PartComment, member: User) -> None:
    """What it asked for is done. Settled twice is settled once, by the first. Raises DraftClosedError."""
    locked_draft(comment.part.inquiry)
    PartComment.objects.filter(pk=comment.pk, parent=None, resolved_at=None).update(
        resolved_at=timezone.now(), resolved_by=member
    )


@transaction.atomic
def reopen_comment(*, comment: PartComment) -> None:
    """It is not done after all. Raises DraftClosedError."""
    locked_draft(comment.part.inquiry)
    PartComment.objects.filter(pk=comment.pk, parent=None).update(resolved_at=None, resolved_by=None)

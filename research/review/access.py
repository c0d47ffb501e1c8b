"""The one way to submissions, reviews and their files. What is not there and what is not theirs look the same."""

from typing import Any

from django.http import Http404

from research.inquiries.access import LADDER
from research.inquiries.models import Attachment, InquiryPerson
from research.inquiries.queries import people_with_accounts
from research.review.models import ReviewInvite, Submission


def get_submission_for(editor: Any, pk: int) -> Submission:
    """A round that `editor` may decide about: with the permission, and not named on the draft. Else 404."""
    if not editor.has_perm("research.decide_submission"):
        raise Http404
    rows = Submission.objects.not_of(editor).select_related(
        "inquiry__report", "inquiry__template", "call", "editor", "rubric"
    )
    rows = rows.prefetch_related(people_with_accounts("inquiry__people"))
    submission = rows.filter(pk=pk).first()
    if submission is None:
        raise Http404
    return submission


def get_review_invitation(token: str) -> ReviewInvite:
    """The invitation behind the link of a mail, whatever became of it. Else 404."""
    return _invite(ReviewInvite.objects.filter(token=token))


def get_review_desk(token: str) -> ReviewInvite:
    """The review behind the link that came after accepting. Else 404: an invitation nobody accepted opens nothing."""
    return _invite(ReviewInvite.objects.filter(desk_token=token).exclude(accepted_at=None))


def get_review_for(member: Any, pk: int) -> ReviewInvite:
    """A review of a member's own that they took on, or were asked for. Else 404."""
    return _invite(ReviewInvite.objects.filter(user=member.pk, pk=pk))


def _invite(rows: Any) -> ReviewInvite:
    invite: ReviewInvite | None = (
        rows.select_related("submission__inquiry__template", "submission__rubric", "user")
        .prefetch_related(people_with_accounts("submission__inquiry__people"))
        .first()
    )
    if invite is None:
        raise Http404
    return invite


def get_editor(user: Any, *permissions: str) -> Any:
    """Somebody who may do at least one of these actions of editors. Else 404: their pages are not there for others."""
    if not user.is_active or not any(user.has_perm(f"research.{name}") for name in permissions):
        raise Http404
    return user


def get_attachment_for(user: Any, key: str) -> Attachment:
    """A file of a draft that `user` may read, as one of its people or as an editor who may decide on it. Else 404."""
    attachment = Attachment.objects.filter(key=key).first() if user.pk else None
    if attachment is None:
        raise Http404
    if InquiryPerson.objects.filter(user=user.pk, access__in=LADDER, inquiry=attachment.inquiry_id).exists():
        return attachment
    submitted = Submission.objects.not_of(user).filter(inquiry=attachment.inquiry_id)
    if not (user.has_perm("research.decide_submission") and submitted.exists()):
        raise Http404
    return attachment


def get_reviewed_attachment(token: str, key: str) -> Attachment:
    """A file that was submitted with the manuscript behind a reviewer's link. Else 404."""
    submission = get_review_desk(token).submission
    submitted = [file["key"] for file in submission.manuscript.get("files", [])]
    attachment = Attachment.objects.filter(key=key, inquiry=submission.inquiry_id).first() if key in submitted else None
    if attachment is None:
        raise Http404
    return attachment

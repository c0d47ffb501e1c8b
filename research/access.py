"""The one way to a draft. What is not there and what is not theirs look the same."""

from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from camtree.core.locales import active_locale
from research.choices import Access
from research.models import (
    Attachment,
    Inquiry,
    InquiryPerson,
    Replication,
    ReportPage,
    ReviewInvite,
    ShareLink,
    Submission,
)

# Who may do one thing may do those before it.
_LADDER = [Access.COMMENT, Access.WRITE, Access.OWNER]


def get_inquiry_for(user: Any, pk: int, *, to: Access = Access.COMMENT) -> Inquiry:
    """A draft that `user` may at least read and comment (`to=WRITE`: write; `to=OWNER`: give away). Else 404."""
    role = InquiryPerson.objects.filter(inquiry=pk, user=user.pk).select_related("inquiry__template").first()
    if role is None or role.access not in _LADDER[_LADDER.index(to) :]:
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


def get_submission_for(editor: Any, pk: int) -> Submission:
    """A round that `editor` may decide about: with the permission, and not named on the draft. Else 404."""
    if not editor.has_perm("research.decide_submission"):
        raise Http404
    rows = Submission.objects.not_of(editor).select_related(
        "inquiry__report", "inquiry__template", "call", "editor", "rubric"
    )
    rows = rows.prefetch_related("inquiry__people")
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
        .prefetch_related("submission__inquiry__people")
        .first()
    )
    if invite is None:
        raise Http404
    return invite


def get_editor(user: Any, *permissions: str) -> Any:
    """Somebody who may do at least one of these deeds of editors. Else 404: their pages are not there for others."""
    if not user.is_active or not any(user.has_perm(f"research.{name}") for name in permissions):
        raise Http404
    return user


def get_report_of_work(work: UUID) -> ReportPage:
    """The page by which a published work is named: the one it was first published as. Else 404."""
    report = ReportPage.objects.filter(translation_key=work, live=True).select_related("locale").order_by("pk").first()
    if report is None:
        raise Http404
    return report


def get_replication_for(user: Any, pk: int) -> Replication:
    """A member's own record of trying again. Else 404."""
    record = Replication.objects.filter(pk=pk, member=user.pk).first()
    if record is None:
        raise Http404
    return record


def get_pending_replication(pk: int) -> Replication:
    """A record that an editor decides on, decided by somebody else meanwhile or not. Else 404."""
    record = Replication.objects.filter(pk=pk).first()
    if record is None:
        raise Http404
    return record


def get_public_report(slug: str) -> ReportPage:
    """The report that everybody may read at this address in the present language. Else 404."""
    reports = ReportPage.objects.live().public().filter(slug=slug, locale=active_locale())
    report = reports.select_related("locale").first()
    if report is None:
        raise Http404
    return report


def get_attachment_for(user: Any, key: str) -> Attachment:
    """A file of a draft that `user` may read, as one of its people or as an editor who may decide on it. Else 404."""
    attachment = Attachment.objects.filter(key=key).first() if user.pk else None
    if attachment is None:
        raise Http404
    if InquiryPerson.objects.filter(user=user.pk, access__in=_LADDER, inquiry=attachment.inquiry_id).exists():
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


def get_shared_attachment(token: str, key: str) -> Attachment:
    """A file of the draft behind a link that still works. Else 404."""
    attachment = Attachment.objects.filter(key=key, inquiry=get_shared_inquiry(token)).first()
    if attachment is None:
        raise Http404
    return attachment

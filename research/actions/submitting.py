"""From a draft to a page of the library: submitted by its authors, checked and published by editors."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import WorkflowState

from camtree.core.mail import send_mail_on_commit
from camtree.members.models import User
from research.actions.reports import write_report
from research.actions.writing import DraftClosedError
from research.choices import InquiryState
from research.models import Inquiry, ReportPage, Submission


@transaction.atomic
def submit_inquiry(*, inquiry: Inquiry, member: User) -> Submission:
    """Hand a draft to the editors: a page that nobody else sees yet, waiting in their workflow.

    Submitting again while it waits changes nothing. After changes were asked for, it is the next round of the same
    page. Everybody named on the draft is told.
    """
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if inquiry.state == InquiryState.SUBMITTED:
        return inquiry.submissions.latest("round")
    if not inquiry.is_open:
        raise DraftClosedError
    report = write_report(inquiry=inquiry, member=member)
    submission: Submission = inquiry.submissions.create(
        round=inquiry.submissions.count() + 1, manuscript=manuscript_of(inquiry), submitted_by=member
    )
    waiting = report.current_workflow_state
    if waiting is not None and waiting.status == WorkflowState.STATUS_NEEDS_CHANGES:
        waiting.resume(member)
    elif waiting is None and (workflow := report.get_workflow()) is not None:
        workflow.start(report, member)
    inquiry.state, inquiry.report = InquiryState.SUBMITTED, report
    inquiry.save(update_fields=["state", "report"])
    _tell_everybody("inquiry_submitted", inquiry, submission=submission)
    return submission


def manuscript_of(inquiry: Inquiry) -> dict[str, Any]:
    """What a draft says now, word for word, for the record: title, authors and every part."""
    return {
        "title": inquiry.title,
        "authors": [person.name for person in inquiry.people.filter(is_author=True)],
        "parts": {part.name: part.text for part in inquiry.parts.all()},
    }


@transaction.atomic
def ask_for_changes(*, report: ReportPage, comment: str) -> Inquiry | None:
    """Give a submitted draft back to its authors with what the editors ask. None for a report without a draft."""
    inquiry = _waiting(report)
    if inquiry is not None:
        inquiry.state = InquiryState.CHANGES_ASKED
        inquiry.save(update_fields=["state"])
        inquiry.submissions.filter(answered_at=None).update(answer=comment, answered_at=timezone.now())
        _tell_everybody("inquiry_changes_asked", inquiry, comment=comment)
    return inquiry


@transaction.atomic
def record_publication(*, report: ReportPage) -> Inquiry | None:
    """Close a draft whose report is live now, and thank its authors with the address.

    The report carries the day on which it first became public, also when it is published again. None for a report
    that did not come from a draft.
    """
    from_drafts = Inquiry.objects.filter(report__translation_key=report.translation_key)
    if report.published_on is None and report.first_published_at is not None and from_drafts.exists():
        report.published_on = timezone.localdate(report.first_published_at)
        ReportPage.objects.filter(pk=report.pk).update(published_on=report.published_on)
    inquiry = _waiting(report)
    if inquiry is not None:
        inquiry.state = InquiryState.PUBLISHED
        inquiry.save(update_fields=["state"])
        inquiry.submissions.filter(answered_at=None).update(answered_at=timezone.now())
        _tell_everybody("inquiry_published", inquiry, report=report)
    return inquiry


def _waiting(report: ReportPage) -> Inquiry | None:
    drafts = Inquiry.objects.select_for_update()
    return drafts.filter(report__translation_key=report.translation_key, state=InquiryState.SUBMITTED).first()


def _tell_everybody(template: str, inquiry: Inquiry, **context: Any) -> None:
    """Mail everybody named on a draft whose address is known, each in their own language."""
    for person in inquiry.people.exclude(email="").select_related("user"):
        language = person.user.preferred_language if person.user else inquiry.language
        with translation.override(language):
            address = settings.WAGTAILADMIN_BASE_URL + reverse("my_inquiry", args=[inquiry.pk])
        send_mail_on_commit(
            template,
            to=person.user.email if person.user else person.email,
            language=language,
            context={"person": person, "inquiry": inquiry, "address": address, **context},
        )

"""From a draft to a page of the library: submitted by its authors, checked and published by editors."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import WorkflowState

from camtree.core.mail import send_mail_on_commit
from camtree.members.models import User
from research.inquiries.actions.safety import safety_record
from research.inquiries.actions.writing import DraftClosedError
from research.inquiries.choices import InquiryState
from research.inquiries.drafts import checklist, parts_of
from research.inquiries.hidden_names import names_in_file, names_of_draft
from research.inquiries.milestones import Milestone, milestones
from research.inquiries.models import Inquiry
from research.inquiries.safety import flags_of
from research.library.models import ReportPage
from research.review.actions.reports import say_the_same, write_report
from research.review.actions.reviews import cancel_invite
from research.review.choices import InviteState, SubmissionState
from research.review.models import Call, PeerReviewTask, Submission
from research.review.rounds import rubric_in


class NotReadyError(Exception):
    """Something is missing, or a trace of somebody is not answered yet: the checklist names it."""


class UnchangedError(Exception):
    """A new version says what readers have already."""


class WithdrawnError(Exception):
    """Readers are told not to rely on the report, of which this would be a new version."""


@transaction.atomic
def submit_inquiry(*, inquiry: Inquiry, member: User, call: Call | None = None) -> Submission:
    """Hand a draft to the editors: a page that nobody else sees yet, waiting in their workflow.

    Submitting again while it waits changes nothing. After changes were asked for, it is the next round of the same
    page, by the rules of the round before. Everybody named on the draft is told. What the checklist demands is looked
    at here as well as on the page that shows it: a co-author may write between the two.

    Raises DraftClosedError, NotReadyError, WithdrawnError, and UnchangedError where nothing differs from the page.
    """
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    if inquiry.state == InquiryState.SUBMITTED:
        return inquiry.submissions.latest("round")
    if not inquiry.is_open:
        raise DraftClosedError
    public = ReportPage.objects.filter(pk=inquiry.report_id, live=True).first()
    if public is not None and public.withdrawn_on is not None:
        raise WithdrawnError
    if any(remark.stops for remark in checklist(inquiry, parts_of(inquiry))) or not all(
        flag.reason for flag in flags_of(inquiry)
    ):
        raise NotReadyError
    report = write_report(inquiry=inquiry, member=member)
    if public is not None and say_the_same(public, report.get_latest_revision_as_object()):
        raise UnchangedError
    before = inquiry.submissions.order_by("-round").first()
    submission: Submission = inquiry.submissions.create(
        round=before.round + 1 if before else 1,
        manuscript=manuscript_of(inquiry),
        submitted_by=member,
        editor=before.editor if before else None,
        call=call or (before.call if before else None),
    )
    _take_rules(submission, report)
    waiting = report.current_workflow_state
    if waiting is not None and waiting.status == WorkflowState.STATUS_NEEDS_CHANGES:
        waiting.resume(member)
    elif waiting is None and (workflow := report.get_workflow()) is not None:
        workflow.start(report, member)
    inquiry.state, inquiry.report = InquiryState.SUBMITTED, report
    inquiry.save(update_fields=["state", "report"])
    tell_everybody("inquiry_submitted", inquiry, submission=submission)
    milestones.reached(Milestone.SUBMITTED, inquiry)
    submission.refresh_from_db(fields=["state"])  # the workflow may have sent it on to its reviewers
    return submission


def _take_rules(submission: Submission, report: ReportPage) -> None:
    """The rules of the call, else those of the place where the report is to stand, as they are at this moment."""
    workflow = report.get_workflow()
    task = PeerReviewTask.objects.filter(workflow_tasks__workflow=workflow, active=True).first() if workflow else None
    rules = submission.call or task
    if rules is not None:
        submission.anonymity, submission.quorum, submission.due_days = rules.anonymity, rules.quorum, rules.due_days
        rubric = rules.rubric or (task.rubric if task else None)
        submission.rubric = rubric_in(rubric, submission.inquiry.language).live_revision if rubric else None
        submission.save()


def manuscript_of(inquiry: Inquiry) -> dict[str, Any]:
    """What a draft says now, word for word, for the record: title, authors, every part, and what goes with it."""
    return {
        "title": inquiry.title,
        "authors": [person.name for person in inquiry.people.filter(is_author=True)],
        "parts": {part.name: part.text for part in inquiry.parts.all()},
        "files": _files_of(inquiry),
        "references": [reference.text for reference in inquiry.references.all()],
        "case_pupils": [pupil.for_the_record for pupil in inquiry.case_pupils.all()],
        **safety_record(inquiry),
    }


def _files_of(inquiry: Inquiry) -> list[dict[str, Any]]:
    """The files of a draft, each with the names of authors that stand inside it, of which editors are told."""
    names, files = names_of_draft(inquiry), []
    for attachment in inquiry.attachments.all():
        found = names_in_file(attachment, names)
        files.append(attachment.for_the_record | ({"names": found} if found else {}))
    return files


@transaction.atomic
def ask_for_changes(*, report: ReportPage, comment: str) -> Inquiry | None:
    """Give a submitted draft back to its authors with what the editors ask. None for a report without a draft."""
    inquiry = waiting_inquiry(report)
    if inquiry is not None:
        inquiry.state = InquiryState.CHANGES_ASKED
        inquiry.save(update_fields=["state"])
        answer_rounds(inquiry, comment)
        tell_everybody("inquiry_changes_asked", inquiry, comment=comment)
    return inquiry


def answer_rounds(inquiry: Inquiry, answer: str = "") -> None:
    """Close what is open, where the answer was given in Wagtail's editor and not on the board."""
    rounds = inquiry.submissions.filter(answered_at=None)
    rounds.update(answer=answer, answered_at=timezone.now(), state=SubmissionState.ANSWERED)


@transaction.atomic
def take_back(*, inquiry: Inquiry, by_editors: bool = False) -> Inquiry:
    """The authors take a submission back before it is decided; editors, by taking its page out of the workflow.

    The draft is open again; reviewers who were asked hear that they need not go on. Nothing happens to a draft that
    is not with the editors. A decision that is about to leave stops the authors, and is undone by editors.
    """
    # The round first, then the draft: in this order decisions take them too, so that neither waits for the other.
    submission = Submission.objects.select_for_update().filter(inquiry=inquiry.pk).order_by("-round").first()
    inquiry = Inquiry.objects.select_for_update(of=("self",)).select_related("report").get(pk=inquiry.pk)
    if inquiry.state != InquiryState.SUBMITTED or submission is None:
        return inquiry
    if submission.state == SubmissionState.LEAVING and not by_editors:
        return inquiry
    submission.decisions.filter(sent_at=None, undone_at=None).update(undone_at=timezone.now())
    inquiry.state = InquiryState.CHANGES_ASKED if submission.round > 1 else InquiryState.DRAFT
    inquiry.save(update_fields=["state"])
    submission.state, submission.answered_at = SubmissionState.TAKEN_BACK, timezone.now()
    submission.save(update_fields=["state", "answered_at"])
    waiting = inquiry.report.current_workflow_state if inquiry.report else None
    if waiting is not None:
        waiting.cancel()
    for invite in submission.invites.filter(state__in=[InviteState.INVITED, InviteState.ACCEPTED]):
        cancel_invite(invite=invite)
    return inquiry


def waiting_inquiry(report: ReportPage) -> Inquiry | None:
    """The draft of a report that is with the editors, locked until the transaction ends; None where none is."""
    drafts = Inquiry.objects.select_for_update()
    return drafts.filter(report__translation_key=report.translation_key, state=InquiryState.SUBMITTED).first()


def tell_everybody(template: str, inquiry: Inquiry, **context: Any) -> None:
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

"""What editors decide about a submission. A decision waits some minutes before it leaves, so that it can be undone."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import assert_never

from django.db import transaction
from django.utils import timezone
from wagtail.models import TaskState, WorkflowState

from camtree.background.each import each
from camtree.members.models import User
from research.inquiries.choices import InquiryState
from research.inquiries.models import Inquiry
from research.library.choices import ReviewStatus
from research.library.models import CollectionItem, CollectionPage, ReportPage
from research.review.actions.reviews import close_invites
from research.review.actions.submitting import tell_everybody
from research.review.choices import InviteState, SubmissionState, Verdict
from research.review.models import Decision, PeerReviewState, Submission

# How long a decision can be undone.
UNDO = timedelta(minutes=10)


class AlreadyDecidedError(Exception):
    """The round was decided, or taken back, by somebody else meanwhile."""


def _locked(submission: Submission) -> Submission:
    """The round as it is now, held until the transaction ends."""
    rows = Submission.objects.select_for_update(of=("self",)).select_related("inquiry__report")
    return rows.get(pk=submission.pk)


@transaction.atomic
def assign_editor(*, submissions: Iterable[Submission], editor: User | None) -> int:
    """Put rounds on an editor's desk, or take them off. Nobody gets their own. Returns how many changed."""
    rows = Submission.objects.filter(pk__in=[submission.pk for submission in submissions])
    if editor is not None:
        rows = rows.not_of(editor)
    return rows.update(editor=editor)


@transaction.atomic
def pass_check(*, submission: Submission, by: User) -> Submission:
    """The editorial check is done: the round goes to peer review. Passing it twice passes it once."""
    submission = _locked(submission)
    task = _current_task(submission)
    if submission.state == SubmissionState.CHECK and task is not None:
        if submission.editor_id is None:
            Submission.objects.filter(pk=submission.pk).update(editor=by)
        task.approve(user=by)
    return Submission.objects.get(pk=submission.pk)


def _current_task(submission: Submission) -> TaskState | None:
    """The step of the workflow in which the page of a round waits."""
    report = submission.inquiry.report
    state = report.current_workflow_state if report else None
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS or state.current_task_state is None:
        return None
    task: TaskState = state.current_task_state.specific
    return task


@transaction.atomic
def decide(
    *,
    submission: Submission,
    by: User,
    verdict: Verdict,
    letter: str,
    collection: CollectionPage | None = None,
    publish_on: date | None = None,
) -> Decision:
    """Decide about a round. It takes effect, and its letter leaves, ten minutes later (`send_due_decisions`).

    Raises AlreadyDecidedError when somebody else was faster; the same decision sent twice counts once.
    """
    submission = _locked(submission)
    standing = submission.decisions.filter(undone_at=None).first()
    if standing is not None and (standing.verdict, standing.letter, standing.decided_by) == (verdict, letter, by):
        return standing
    if standing is not None or not submission.is_open:
        raise AlreadyDecidedError
    decision: Decision = submission.decisions.create(
        verdict=verdict,
        letter=letter,
        collection=collection,
        publish_on=publish_on,
        decided_by=by,
        leaves_at=timezone.now() + UNDO,
    )
    submission.state = SubmissionState.LEAVING
    submission.save(update_fields=["state"])
    return decision


@transaction.atomic
def undo_decision(*, decision: Decision) -> bool:
    """Take a decision back before it leaves. False when it is too late."""
    submission = _locked(decision.submission)
    decision = submission.decisions.get(pk=decision.pk)
    if decision.sent_at is not None:
        return False
    if decision.undone_at is None:
        decision.undone_at = timezone.now()
        decision.save()
        submission.state = _state_before_decision(submission)
        submission.save(update_fields=["state"])
    return True


def _state_before_decision(submission: Submission) -> str:
    if not isinstance(_current_task(submission), PeerReviewState):
        return SubmissionState.CHECK
    sent = submission.invites.filter(state=InviteState.SENT).count()
    return SubmissionState.DECIDE if sent >= submission.quorum else SubmissionState.REVIEW


def send_due_decisions(*, now: datetime) -> int:
    """Let every decision leave whose time has come. Returns how many. Safe to run at any time, by several at once."""
    due = Decision.objects.filter(sent_at=None, undone_at=None, leaves_at__lte=now)
    return sum(each("decisions", due.select_related("submission"), lambda row: send_decision(decision=row)))


@transaction.atomic
def send_decision(*, decision: Decision) -> bool:
    """Let a decision leave now: the page is published or the draft opens again, and everybody is told.

    False when it had left already, or was undone.
    """
    submission = _locked(decision.submission)
    decision = Decision.objects.select_related("decided_by", "collection").get(pk=decision.pk)
    if decision.sent_at is not None or decision.undone_at is not None:
        return False
    decision.sent_at = timezone.now()
    decision.save()
    # The letter is the answer of the round, whichever way it ends.
    submission.answer, submission.answered_at = decision.letter, decision.sent_at
    submission.state = SubmissionState.ANSWERED
    submission.save(update_fields=["answer", "answered_at", "state"])
    task = _current_task(submission)
    match Verdict(decision.verdict):
        case Verdict.ACCEPT:
            _accept(submission, decision, task)
        case Verdict.DECLINE:
            _decline(submission, decision, task)
        case Verdict.MINOR | Verdict.MAJOR:
            if task is not None:
                task.reject(user=decision.decided_by, comment=decision.letter)
        case _ as verdict:
            assert_never(verdict)
    close_invites(submission=submission, verdict=decision.get_verdict_display())
    return True


def _accept(submission: Submission, decision: Decision, task: TaskState | None) -> None:
    """Give the page its status, date and collection, and finish its workflow, which publishes it."""
    inquiry = submission.inquiry
    tell_everybody("inquiry_accepted", inquiry, letter=decision.letter, publish_on=decision.publish_on)
    if inquiry.report is None or task is None:
        return
    report: ReportPage = inquiry.report.get_latest_revision_as_object()
    report.review_status = ReviewStatus.PEER_REVIEWED if _was_reviewed(submission) else ReviewStatus.EDITOR_CHECKED
    if decision.publish_on is not None:
        report.published_on = decision.publish_on
        if decision.publish_on > timezone.localdate():
            report.go_live_at = timezone.make_aware(datetime.combine(decision.publish_on, time()))
    report.save_revision(user=decision.decided_by)
    if decision.collection is not None:
        _put_into(decision.collection, inquiry.report, decision.decided_by)
    # The right to decide is the right to publish this report: Wagtail, which asks for its own, is told no name there.
    task.approve(user=decision.decided_by, update=False)
    task.workflow_state.update()


def _was_reviewed(submission: Submission) -> bool:
    """Whether somebody reviewed this version of the report, in this round or one before it."""
    rounds = submission.inquiry.submissions
    accepted = rounds.filter(decisions__verdict=Verdict.ACCEPT, decisions__sent_at__isnull=False)
    last = accepted.exclude(pk=submission.pk).order_by("-round").values_list("round", flat=True).first()
    return rounds.filter(round__gt=last or 0, invites__state=InviteState.SENT).exists()


def _put_into(collection: CollectionPage, report: ReportPage, by: User | None) -> None:
    """Add a report at the end of a collection, once. Words that somebody is still drafting there stay a draft."""
    if collection.items.filter(report__translation_key=report.translation_key).exists():
        return
    is_drafted = collection.has_unpublished_changes
    latest = collection.get_latest_revision_as_object()
    last = max((item.sort_order or 0 for item in latest.items.all()), default=-1)
    item = CollectionItem(report=report, locale=collection.locale, sort_order=last + 1)
    if is_drafted:
        item.collection = collection
        item.save()
    latest.items.add(item)
    revision = latest.save_revision(user=by)
    if collection.live and not is_drafted:
        revision.publish()  # without a name, as the report itself


def _decline(submission: Submission, decision: Decision, task: TaskState | None) -> None:
    inquiry = submission.inquiry
    Inquiry.objects.filter(pk=inquiry.pk).update(state=InquiryState.DECLINED)
    tell_everybody("inquiry_declined", inquiry, letter=decision.letter)
    if task is not None:
        task.workflow_state.cancel(user=decision.decided_by)

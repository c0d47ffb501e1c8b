"""Peer review as a step of Wagtail's workflow. What happens in it stands in research/review/actions/reviews.py."""

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from research.review.choices import SubmissionState
from research.review.models.reviews import ReviewRules
from research.review.models.submissions import Submission


class PeerReviewState(TaskState):
    """A page in peer review, and the round it belongs to. Without a round the step is passed at once."""

    submission = models.ForeignKey(
        Submission, null=True, blank=True, on_delete=models.SET_NULL, related_name="task_states"
    )

    exclude_fields_in_copy = ["submission"]


class PeerReviewTask(ReviewRules, Task):
    """Reviewers read the report, editors decide. Its fields are the usual rules, where no call says otherwise."""

    task_state_class = PeerReviewState

    admin_form_fields = [*Task.admin_form_fields, "anonymity", "quorum", "due_days", "rubric"]

    class Meta:
        verbose_name = _("peer review")
        verbose_name_plural = _("peer reviews")

    @classmethod
    def get_description(cls) -> str:
        return str(_("Reviewers are invited and editors decide on the board of submissions"))

    def start(self, workflow_state: Any, user: Any = None) -> PeerReviewState:
        """Open the round of the draft behind the page. A page that came from no draft goes on at once."""
        state: PeerReviewState = super().start(workflow_state, user=user)
        rounds = Submission.objects.select_for_update().filter(inquiry__report=workflow_state.object_id)
        state.submission = rounds.filter(state=SubmissionState.CHECK).first()
        if state.submission is None:
            # Nobody approved it, so nothing is logged as approved.
            state.status, state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
            state.save(update_fields=["status", "finished_at"])
            return state
        state.save(update_fields=["submission"])
        state.submission.state = SubmissionState.REVIEW
        state.submission.save(update_fields=["state"])
        return state

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Only those who decide may mend the page while it is reviewed."""
        return not user.has_perm("research.decide_submission")

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return bool(user.has_perm("research.decide_submission"))

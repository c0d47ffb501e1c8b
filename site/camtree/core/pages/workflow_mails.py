"""Wagtail's mails about decisions lead to the editors' side: only people who may enter it get them.

Members whose drafts become pages hear from their section, with links to where they write.
"""

from typing import Any

from wagtail.admin.mail import (
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from camtree.core.pages.confidential import is_hidden


class _OnlyEditors:
    """Leaves out whoever may not enter the admin."""

    def get_recipient_users(self, workflow_state: WorkflowState, **kwargs: Any) -> set[Any]:
        users = super().get_recipient_users(workflow_state, **kwargs)  # type: ignore[misc]
        return {user for user in users if user.has_perm("wagtailadmin.access_admin")}


class ApprovalNotifier(_OnlyEditors, WorkflowStateApprovalEmailNotifier):
    """Tells who submitted that it is approved."""


class RejectionNotifier(_OnlyEditors, WorkflowStateRejectionEmailNotifier):
    """Tells who submitted that changes are wanted."""


class SubmissionNotifier(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Tells those who may approve, but nobody of a page that is hidden from them: the mail names who submitted it."""

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> set[Any]:
        page = task_state.workflow_state.content_object
        users = super().get_recipient_users(task_state, **kwargs)
        return {user for user in users if not (isinstance(page, Page) and is_hidden(page, user))}


# Receivers are held weakly, so they live here.
_approval, _rejection, _submission = ApprovalNotifier(), RejectionNotifier(), SubmissionNotifier()


def connect() -> None:
    """Take the places of Wagtail's own: it connects later under the same names, which Django then passes over."""
    workflow_approved.connect(
        _approval, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
    )
    task_submitted.connect(
        _submission, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    workflow_rejected.connect(
        _rejection, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )

"""What happens to a draft when its page is decided in Wagtail's editor: the receivers only call the action."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_rejected, workflow_cancelled

from research.inquiries.models import Inquiry
from research.library.models import ReportPage
from research.review.actions.submitting import ask_for_changes, take_back


@receiver(task_rejected, dispatch_uid="research.ask_for_changes")
def report_needs_changes(instance: TaskState, **kwargs: Any) -> None:
    """A moderator wants changes."""
    page = instance.workflow_state.content_object
    if isinstance(page.specific, ReportPage):
        ask_for_changes(report=page.specific, comment=instance.comment)


@receiver(workflow_cancelled, dispatch_uid="research.take_back")
def report_left_the_workflow(instance: WorkflowState, **kwargs: Any) -> None:
    """Somebody cancelled the workflow in Wagtail's editor: the draft goes back to its authors."""
    for inquiry in Inquiry.objects.filter(report=instance.object_id):
        take_back(inquiry=inquiry, by_editors=True)


@receiver(pre_delete, sender=ReportPage, dispatch_uid="research.take_back_deleted")
def report_is_deleted(instance: ReportPage, **kwargs: Any) -> None:
    """A page deleted while it waits would leave its draft with nobody."""
    for inquiry in instance.inquiries.all():
        take_back(inquiry=inquiry, by_editors=True)

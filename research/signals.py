"""What happens to a draft when its page is decided in Wagtail's editor: the receivers only call the deed."""

from typing import Any

from django.dispatch import receiver
from wagtail.models import TaskState
from wagtail.signals import page_published, task_rejected

from research.actions.submitting import ask_for_changes, record_publication
from research.models import ReportPage


@receiver(page_published, sender=ReportPage, dispatch_uid="research.record_publication")
def report_is_live(instance: ReportPage, **kwargs: Any) -> None:
    """Approved in the workflow, or published by an editor's own hand: both count."""
    record_publication(report=instance)


@receiver(task_rejected, dispatch_uid="research.ask_for_changes")
def report_needs_changes(instance: TaskState, **kwargs: Any) -> None:
    """A moderator wants changes."""
    page = instance.workflow_state.content_object
    if isinstance(page.specific, ReportPage):
        ask_for_changes(report=page.specific, comment=instance.comment)

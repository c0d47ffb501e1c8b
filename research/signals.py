"""What happens to a draft when its page is decided in Wagtail's editor: the receivers only call the deed. And files of
rows that are gone."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import page_published, task_rejected, workflow_cancelled

from camtree.core.generation import forget_all_pages
from research.actions.deposits import ask_for_deposit
from research.actions.papers import forget_file
from research.actions.submitting import ask_for_changes, record_publication, take_back
from research.choices import ReplicationState
from research.models import Attachment, Inquiry, Replication, ReportPage, ReportPdf
from research.tasks import make_report_pdf


@receiver(page_published, sender=ReportPage, dispatch_uid="research.record_publication")
def report_is_live(instance: ReportPage, **kwargs: Any) -> None:
    """Approved in the workflow, or published by an editor's own hand: both count."""
    record_publication(report=instance)
    ask_for_deposit(work=instance.translation_key)
    transaction.on_commit(lambda: make_report_pdf.enqueue(page=instance.pk))


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


@receiver(post_delete, sender=ReportPdf, dispatch_uid="research.forget_file")
def pdf_is_gone(instance: ReportPdf, **kwargs: Any) -> None:
    """No file outlives its row."""
    if instance.file:
        forget_file(storage=instance.file.storage, name=str(instance.file.name))


@receiver(post_delete, sender=Replication, dispatch_uid="research.forget_replication")
def replication_is_gone(instance: Replication, **kwargs: Any) -> None:
    """Taken back, or gone with the account of who wrote it: no page shows it any more."""
    if instance.state == ReplicationState.PUBLISHED:
        forget_all_pages()


@receiver(post_delete, sender=Attachment, dispatch_uid="research.delete_file")
def attachment_is_gone(instance: Attachment, **kwargs: Any) -> None:
    """Also when a whole draft or an account goes: its files go with the row."""
    transaction.on_commit(lambda: instance.file.delete(save=False))

"""A report is public: the receivers only call the action. And what goes with rows that are gone."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import page_published

from camtree.core.caching.generation import forget_all_pages
from research.library.models import ReportPage
from research.publishing.actions.deposits import ask_for_deposit
from research.publishing.actions.papers import forget_file
from research.publishing.actions.publication import record_publication
from research.publishing.choices import ReplicationState
from research.publishing.models import Replication, ReportPdf
from research.publishing.tasks.papers import make_report_pdf


@receiver(page_published, sender=ReportPage, dispatch_uid="research.record_publication")
def report_is_live(instance: ReportPage, **kwargs: Any) -> None:
    """Approved in the workflow, or published by an editor's own hand: both count."""
    record_publication(report=instance)
    ask_for_deposit(work=instance.translation_key)
    transaction.on_commit(lambda: make_report_pdf.enqueue(page=instance.pk))


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

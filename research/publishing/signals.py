"""A report is public: the receivers only call the action. And what goes with rows that are gone."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from camtree.core.caching.generation import forget_all_pages
from camtree.core.pages.works import below, held_back_until, paths_of_work
from research.library.models import ReportPage
from research.publishing.actions.deposits import ask_for_deposit, tell_again
from research.publishing.actions.papers import forget_file, settle_papers
from research.publishing.actions.publication import record_publication
from research.publishing.choices import ReplicationState
from research.publishing.models import Replication, ReportPdf
from research.publishing.tasks.papers import make_report_pdf


@receiver(page_published, sender=ReportPage, dispatch_uid="research.record_publication")
def report_is_live(instance: ReportPage, **kwargs: Any) -> None:
    """Approved in the workflow, or published by an editor's own hand: both count. A translation that is before its
    original's day is taken back, so nothing is told of it yet."""
    if held_back_until(instance) is not None:
        return
    record_publication(report=instance)
    ask_for_deposit(work=instance.translation_key)
    transaction.on_commit(lambda: make_report_pdf.enqueue(page=instance.pk))


@receiver(page_unpublished, sender=ReportPage, dispatch_uid="research.report_is_hidden")
def report_is_hidden(instance: ReportPage, **kwargs: Any) -> None:
    """Unpublished by hand, because its time is over, or with another of its languages."""
    _settle(Q(pk=instance.pk), {instance.translation_key})


@receiver(post_save, sender=PageViewRestriction, dispatch_uid="research.privacy_changes")
@receiver(post_delete, sender=PageViewRestriction, dispatch_uid="research.privacy_ends")
def privacy_changes(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A page, or one above it, became private or public."""
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        _settle(below(paths_of_work(page)))


@receiver(post_page_move, dispatch_uid="research.moved")
def page_is_moved(instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Below a private page, or out from below one."""
    if parent_page_before.pk != parent_page_after.pk:
        _settle(below(paths_of_work(instance)))


def _settle(within: Q, works: Iterable[UUID] = ()) -> None:
    changed, wanted = settle_papers(within=within)
    for work in {*works, *changed}:
        tell_again(work=work)
    for pk in wanted:
        transaction.on_commit(lambda pk=pk: make_report_pdf.enqueue(page=pk))  # type: ignore[misc]


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

"""Withdrawing a report, removing it, and what authors may ask for. A work is its pages in all languages."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import PageLogEntry
from wagtail_localize.models import String, TranslationSource

from camtree.core.caching.generation import forget_all_pages
from camtree.core.pages.works import Languages, acting_on
from camtree.members.models import User
from camtree.search.indexing import index_keys
from research.inquiries.choices import InquiryState
from research.inquiries.models import Inquiry
from research.library.identifiers import work_in
from research.library.models import ReportPage
from research.publishing.actions.deposits import ask_for_deposit, hide_deposit
from research.publishing.actions.papers import remove_pdf
from research.publishing.choices import WithdrawalKind, WithdrawalState
from research.publishing.models import RemovedAddress, Withdrawal
from research.review.actions.report_files import withhold_files
from research.review.actions.submitting import take_back, tell_everybody


class NothingToDoError(Exception):
    """The report is not public, or it is done already."""


class OwnReportError(Exception):
    """Nobody decides on a report of their own."""


@transaction.atomic
def ask_for_withdrawal(*, inquiry: Inquiry, member: User, kind: WithdrawalKind, wish: str) -> Withdrawal:
    """An author asks the editors to withdraw or to remove the report. A second wish takes the place of the first.

    Raises NothingToDoError where nothing is public.
    """
    inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
    report = inquiry.report
    if report is None or not report.live:
        raise NothingToDoError
    asked = Withdrawal.objects.select_for_update().waiting().filter(work=report.translation_key).first()
    asked = asked or Withdrawal(work=report.translation_key, inquiry=inquiry)
    asked.identifier, asked.kind, asked.wish = work_in(report.identifier), kind, wish.strip()
    asked.asked_by, asked.asked_at = member, timezone.now()
    asked.save()
    return asked


@transaction.atomic
def withdraw_report(*, work: UUID, by: User, public_reason: str, private_note: str = "") -> Withdrawal:
    """Tell readers, on the page and wherever the report is named, that its authors or editors no longer stand by it.

    Raises NothingToDoError where it is not public or withdrawn already, OwnReportError.
    """
    pages = _locked(work)
    if not pages or Withdrawal.objects.filter(work=work, state=WithdrawalState.DONE).exists():
        raise NothingToDoError
    row = _decide(
        work, pages, by=by, kind=WithdrawalKind.WITHDRAW, public_reason=public_reason, private_note=private_note
    )
    row.title = _original(pages).title
    row.save(update_fields=["title"])
    _mark(pages, withdrawn=True)
    ask_for_deposit(work=work)
    _tell_authors("report_withdrawn", row, work=work)
    return row


@transaction.atomic
def reinstate_report(*, withdrawal: Withdrawal, by: User, reason: str) -> Withdrawal:
    """Take the notice away again. Raises NothingToDoError where there is none, OwnReportError."""
    pages = _locked(withdrawal.work)
    row = Withdrawal.objects.select_for_update().notices().filter(pk=withdrawal.pk).first()
    if row is None:
        raise NothingToDoError
    _refuse_own(row.work, by)
    row.state, row.answer, row.decided_by, row.decided_at = WithdrawalState.UNDONE, reason, by, timezone.now()
    row.save()
    _mark(pages, withdrawn=False)
    ask_for_deposit(work=row.work)
    _tell_authors("report_reinstated", row, work=row.work)
    return row


@transaction.atomic
def refuse_withdrawal(*, withdrawal: Withdrawal, by: User, reason: str) -> Withdrawal:
    """Leave the report as it is, and say why to those who asked. Raises NothingToDoError, OwnReportError."""
    asked = Withdrawal.objects.select_for_update().waiting().filter(pk=withdrawal.pk).first()
    if asked is None:
        raise NothingToDoError
    _refuse_own(asked.work, by)
    asked.state, asked.answer, asked.decided_by, asked.decided_at = WithdrawalState.REFUSED, reason, by, timezone.now()
    asked.save()
    _tell_authors("withdrawal_refused", asked, work=asked.work)
    return asked


@transaction.atomic
def remove_report(
    *, work: UUID, by: User, public_reason: str, private_note: str = "", show_title: bool = False
) -> Withdrawal:
    """Take the text of a report away for good: pages in all languages, versions, revisions, PDFs, index, translations.

    Its addresses answer that it is gone, with the reason. The authors' own draft stays with them, closed. Raises
    NothingToDoError where there is no such report, OwnReportError.
    """
    pages = _locked(work)
    if not pages:
        raise NothingToDoError
    title, paths = _original(pages).title, [path for page in pages if (path := _path(page))]
    # A notice that stood on the text has nothing to stand on any more.
    for notice in Withdrawal.objects.select_for_update().notices().filter(work=work):
        notice.state, notice.title = WithdrawalState.UNDONE, title if show_title else ""
        notice.save()
    row = _decide(
        work, pages, by=by, kind=WithdrawalKind.REMOVE, public_reason=public_reason, private_note=private_note
    )
    if show_title:
        row.title = title
        row.save(update_fields=["title"])
    for path in paths:
        RemovedAddress.objects.update_or_create(path=path, defaults={"withdrawal": row})
    drafts = Inquiry.objects.filter(report__translation_key=work)
    drafts_of_it = [draft.pk for draft in drafts]
    _tell_authors("report_removed", row, work=work)
    # A new version that waits for the editors goes with it; its reviewers hear that they can stop.
    for draft in drafts.filter(state=InquiryState.SUBMITTED):
        take_back(inquiry=draft, by_editors=True)
    for draft in drafts:
        withhold_files(inquiry=draft)
    drafts.exclude(state=InquiryState.PUBLISHED).update(state=InquiryState.PUBLISHED)
    _delete(pages, work, by)
    hide_deposit(work=work)
    # What is kept about the withdrawal itself must not tell what was removed.
    if not show_title:
        Withdrawal.history.filter(work=work).update(title="")
        Withdrawal.objects.filter(work=work).update(title="")
    assert not ReportPage.objects.filter(translation_key=work).exists()  # noqa: S101 - nothing half removed
    assert not Inquiry.objects.filter(pk__in=drafts_of_it, report__isnull=False).exists()  # noqa: S101 - the same
    forget_all_pages()
    return row


def _delete(pages: list[ReportPage], work: UUID, by: User) -> None:
    """The pages with all that hangs on them, and what the translators' tools keep of their words."""
    keys = [page.pk for page in pages]
    sources = TranslationSource.objects.filter(object_id=work)
    strings = set(String.objects.filter(segments__source__in=sources).values_list("pk", flat=True))
    sources.delete()
    String.objects.filter(pk__in=strings, segments__isnull=True).delete()
    with acting_on(Languages.ONE):
        for page in pages:
            remove_pdf(report=page)
            DeletePageAction(page, user=by).execute(skip_permission_checks=True)
    # The log stays, so that one sees who did what; the title in it goes.
    PageLogEntry.objects.filter(page__in=keys).update(label="", data={})


def _locked(work: UUID) -> list[ReportPage]:
    """The pages of a work, those that mirror one of them too, held until the transaction ends."""
    own = ReportPage.objects.filter(translation_key=work).values("pk")
    mirrors = ReportPage.objects.filter(alias_of__in=own).values("translation_key")
    pages = ReportPage.objects.filter(translation_key=work) | ReportPage.objects.filter(translation_key__in=mirrors)
    return list(pages.select_for_update(of=("self",)).order_by("pk"))


def _original(pages: list[ReportPage]) -> ReportPage:
    return min(pages, key=lambda page: page.pk)


def _path(page: ReportPage) -> str:
    parts = page.get_url_parts()
    return str(parts[2]) if parts and parts[2] else ""


def _decide(work: UUID, pages: list[ReportPage], *, by: User, **facts: Any) -> Withdrawal:
    """The withdrawal as a row: the wish that waits, answered, or one that nobody asked for."""
    _refuse_own(work, by)
    row = Withdrawal.objects.select_for_update().waiting().filter(work=work).first()
    if row is None:
        draft = Inquiry.objects.filter(report__translation_key=work).first()
        row = Withdrawal(work=work, inquiry=draft, identifier=work_in(_original(pages).identifier))
    for name, value in facts.items():
        setattr(row, name, value.strip() if name in {"public_reason", "private_note"} else value)
    row.state, row.decided_by, row.decided_at = WithdrawalState.DONE, by, timezone.now()
    row.save()
    return row


def is_of(member: User, work: UUID) -> bool:
    """Whether somebody is named on the report, in whatever capacity."""
    return Inquiry.objects.filter(report__translation_key=work, people__user=member).exists()


def _refuse_own(work: UUID, by: User) -> None:
    if is_of(by, work):
        raise OwnReportError


def _mark(pages: list[ReportPage], *, withdrawn: bool) -> None:
    """On cards and in feeds; files that say otherwise go, and are made again."""
    from research.publishing.tasks.papers import make_report_pdf

    day = timezone.localdate() if withdrawn else None
    for page in pages:
        ReportPage.objects.filter(pk=page.pk).update(withdrawn_on=day)
        remove_pdf(report=page)
        transaction.on_commit(lambda pk=page.pk: make_report_pdf.enqueue(page=pk))  # type: ignore[misc]
    index_keys(ReportPage, [page.pk for page in pages])
    forget_all_pages()


def _tell_authors(template: str, row: Withdrawal, *, work: UUID) -> None:
    """Mail everybody named on the report whose address is known, each in their own language."""
    inquiry = Inquiry.objects.filter(report__translation_key=work).first() or row.inquiry
    if inquiry is None:
        return
    tell_everybody(template, inquiry, withdrawal=row)

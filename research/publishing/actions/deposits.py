"""Asking that DataCite hears of a work, with the action that changes something; a task sends it (`depositing`)."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from camtree.core.http.addresses import absolute_url
from research.library.identifiers import work_in
from research.library.models import ReportPage
from research.publishing.choices import DepositState
from research.publishing.datacite import doi_of, is_configured
from research.publishing.models import DoiDeposit
from research.publishing.tasks.deposits import deposit_doi


@transaction.atomic
def ask_for_deposit(*, work: UUID) -> DoiDeposit | None:
    """Say that DataCite is to hear of a work once this transaction is over. None where no DOI is wanted.

    Reports that have no identifier of ours, such as imported ones, have their DOI elsewhere if anywhere.
    """
    if not is_configured():
        return None
    report = ReportPage.objects.live().public().filter(translation_key=work).order_by("pk").first()
    if report is None or not report.identifier or report.imported_from:
        return None
    identifier = work_in(report.identifier)
    facts = {
        "identifier": identifier,
        "address": absolute_url(report),
        "year": (report.published_on or timezone.localdate()).year,
    }
    deposit, _is_new = DoiDeposit.objects.update_or_create(
        work=work, defaults=facts, create_defaults={**facts, "doi": doi_of(identifier)}
    )
    _wanted(deposit)
    return deposit


@transaction.atomic
def hide_deposit(*, work: UUID) -> None:
    """The report is removed: its DOI goes on leading to the address that says so, and tells nothing else."""
    deposit = DoiDeposit.objects.filter(work=work).first()
    if deposit is not None:
        deposit.is_removed = True
        deposit.save(update_fields=["is_removed"])
        _wanted(deposit)


@transaction.atomic
def tell_again(*, work: UUID) -> None:
    """DataCite is to hear of a work again, because it was hidden from readers or is there again."""
    deposit = DoiDeposit.objects.filter(work=work).first()
    if deposit is not None:
        _wanted(deposit)


def _wanted(deposit: DoiDeposit) -> None:
    DoiDeposit.objects.filter(pk=deposit.pk).update(wanted=F("wanted") + 1, state=DepositState.WAITING)
    if is_configured():
        transaction.on_commit(lambda: deposit_doi.enqueue(deposit=deposit.pk))

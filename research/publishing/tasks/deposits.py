"""Background work: DOIs."""

import logging

from django.tasks import task

from camtree.background.queues import HEAVY
from research.publishing.choices import DepositState
from research.publishing.depositing import send_deposit
from research.publishing.models import DoiDeposit

logger = logging.getLogger(__name__)


@task(queue_name=HEAVY)
def deposit_doi(deposit: int) -> None:
    """Tell DataCite of one work. What it does not take stays visible to editors and is tried again by a command."""
    row = DoiDeposit.objects.filter(pk=deposit).first()
    if row is not None and send_deposit(deposit=row).state == DepositState.FAILED:
        logger.warning("a DOI was not taken", extra={"doi": row.doi, "answer": row.last_answer})

"""I tried this too: written by members, published by editors."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation

from camtree.core.caching.generation import forget_all_pages
from camtree.core.mail import send_mail_on_commit
from camtree.members.models import User
from research.library.models import ReportPage
from research.publishing.choices import ReplicationState
from research.publishing.models import Replication


class DecidedError(Exception):
    """Somebody has decided already, or the record is gone."""


class OwnRecordError(Exception):
    """Nobody publishes a record of their own."""


@transaction.atomic
def record_replication(*, report: ReportPage, member: User, facts: dict[str, Any]) -> Replication:
    """Keep what a member tells, for the editors to read first. While they have not, it is written over, not doubled."""
    # Two clicks wait for each other here.
    User.objects.select_for_update().get(pk=member.pk)
    record = Replication.objects.of_work(report).filter(member=member, state=ReplicationState.PENDING).first()
    record = record or Replication(work=report.translation_key, member=member)
    record.report = report
    for name, value in facts.items():
        setattr(record, name, value)
    record.save()
    return record


@transaction.atomic
def decide_replication(*, replication: Replication, by: User, publish: bool, answer: str = "") -> Replication:
    """Show a record to readers, or decline it with a sentence. The member is told.

    Raises DecidedError, OwnRecordError.
    """
    waiting = Replication.objects.select_for_update(of=("self",)).filter(state=ReplicationState.PENDING)
    record = waiting.select_related("member").filter(pk=replication.pk).first()
    if record is None:
        raise DecidedError
    if record.member_id == by.pk:
        raise OwnRecordError
    record.state = ReplicationState.PUBLISHED if publish else ReplicationState.DECLINED
    record.answer, record.decided_by, record.decided_at = answer.strip(), by, timezone.now()
    record.save()
    if publish:
        forget_all_pages()
    language = record.member.preferred_language
    with translation.override(language):
        address = settings.WAGTAILADMIN_BASE_URL + reverse("my_replications")
    send_mail_on_commit(
        "replication_published" if publish else "replication_declined",
        to=record.member.email,
        language=language,
        context={"member": record.member, "record": record, "report": record.report, "address": address},
    )
    return record


@transaction.atomic
def delete_replication(*, replication: Replication) -> None:
    """The member takes it back, published or not; nothing of it stays, its history neither."""
    pk = replication.pk
    replication.delete()
    Replication.history.filter(id=pk).delete()

"""The one way to records of trying again."""

from typing import Any

from django.http import Http404

from research.publishing.models import Replication


def get_replication_for(user: Any, pk: int) -> Replication:
    """A member's own record of trying again. Else 404."""
    record = Replication.objects.filter(pk=pk, member=user.pk).first()
    if record is None:
        raise Http404
    return record


def get_pending_replication(pk: int) -> Replication:
    """A record that an editor decides on, decided by somebody else meanwhile or not. Else 404."""
    record = Replication.objects.filter(pk=pk).first()
    if record is None:
        raise Http404
    return record

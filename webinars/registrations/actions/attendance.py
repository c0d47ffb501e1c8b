"""Who came."""

from django.db import transaction
from django.utils import timezone

from webinars.registrations.models import Registration


@transaction.atomic
def attend(*, row: Registration) -> Registration:
    """Somebody goes into the room: counted the first time."""
    row = Registration.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.attended_at is None:
        row.attended_at = timezone.now()
        row.save(update_fields=["attended_at"])
    return row

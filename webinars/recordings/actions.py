"""What is written about recordings."""

from uuid import UUID

from django.db import transaction

from camtree.members.models import User
from webinars.recordings.models import RecordingPlace


@transaction.atomic
def keep_place(*, member: User, work: UUID, second: int) -> None:
    """Remember where a member stopped, in place of where they stopped before."""
    RecordingPlace.objects.update_or_create(member=member, work=work, defaults={"second": second})

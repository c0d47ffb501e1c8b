"""What is held about those who watch recordings."""

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from webinars.recordings.models import RecordingPlace


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=RecordingPlace,
            title=_("Where you stopped in recordings"),
            rows=lambda member: RecordingPlace.objects.filter(member=member),
            fields=("work", "second", "changed_at"),
        )
    )

"""What published reports keep about people who are not their authors."""

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from research.publishing.models import Replication


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=Replication,
            title=_("What you tried too"),
            rows=lambda member: Replication.objects.filter(member=member),
            fields=(
                "report",
                "name",
                "country",
                "phase",
                "setting",
                "changed",
                "result",
                "seen",
                "state",
                "written_at",
            ),
        )
    )

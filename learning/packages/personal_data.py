"""What packages keep about people."""

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from learning.packages.models import PackageRecord


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=PackageRecord,
            title=_("Your work in material made elsewhere"),
            rows=lambda member: PackageRecord.objects.filter(enrolment__member=member),
            fields=(
                *("enrolment", "package", "part", "opening", "is_complete", "is_passed", "score", "seconds"),
                *("location", "state", "saved_at"),
            ),
        )
    )

"""What certificates keep about people."""

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from learning.certificates.models import Certificate


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=Certificate,
            title=_("Your certificates, which go with your account: nobody can check their codes then"),
            rows=lambda member: Certificate.objects.filter(member=member),
            fields=(
                *("code", "name", "course_title", "outcomes", "rules", "hours", "language", "partner_name"),
                *("earned_at", "issued_at", "expires_on", "replaced_at", "revoked_at", "revoke_reason"),
            ),
        )
    )

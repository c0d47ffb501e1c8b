"""What registering interest keeps about people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from home.models import InterestRegistration


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=InterestRegistration,
            title=_("What you told us when you registered your interest"),
            rows=lambda member: InterestRegistration.objects.filter(email__iexact=member.email),
            fields=(
                *("name", "email", "role", "organisation", "country", "languages", "interests", "message"),
                *("page_language", "consent", "registered_at", "status", "notes"),
            ),
            # As the page on privacy promises (home/starter/privacy.md and its sisters).
            kept=timedelta(days=730),
        )
    )

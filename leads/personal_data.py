"""What the directory keeps about people."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from leads.models import Enquiry, LeadProfilePage


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=LeadProfilePage,
            title=_("Your profile as a lead"),
            rows=lambda member: LeadProfilePage.objects.filter(owner=member),
            fields=("title", "introduction", "first_published_at", "last_published_at"),
        )
    )
    register_personal_data(
        PersonalData(
            model=Enquiry,
            title=_("Messages you sent to leads"),
            rows=lambda member: Enquiry.objects.filter(email__iexact=member.email),
            fields=("name", "email", "school", "message", "lead", "consent", "sent_at"),
            # As the page on privacy promises (home/starter/privacy.md and its sisters).
            kept=timedelta(days=730),
        )
    )

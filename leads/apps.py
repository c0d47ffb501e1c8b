from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LeadsConfig(AppConfig):
    name = "leads"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from camtree.members.personal_data import PersonalData, register_personal_data
        from leads import contexts  # noqa: F401 - contexts register when they are imported
        from leads.access import PagePolicy
        from leads.models import Enquiry, LeadProfilePage

        # Explorer, search and reports ask the policy of Page itself; what may be done to a page stays Wagtail's rule.
        register_permission_policy(Page, PagePolicy("wagtailcore.Page"), exact_class=True)

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
                kept=timedelta(days=730),
            )
        )

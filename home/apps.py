from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        from camtree.members.personal_data import PersonalData, register_personal_data
        from home import contexts  # noqa: F401 - contexts register when they are imported
        from home.models import InterestRegistration

        register_personal_data(
            PersonalData(
                model=InterestRegistration,
                title=_("What you told us when you registered your interest"),
                rows=lambda member: InterestRegistration.objects.filter(email__iexact=member.email),
                fields=(
                    *("name", "email", "role", "organisation", "country", "languages", "interests", "message"),
                    *("page_language", "consent", "registered_at", "status", "notes"),
                ),
                kept=timedelta(days=730),
            )
        )

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "leads"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.permissions import register_permission_policy

        from leads import (
            contexts,  # noqa: F401 - contexts register when they are imported
            findable,  # noqa: F401 - the same
            personal_data,
        )
        from leads.access import PagePolicy
        from leads.authors import profile_of
        from research.library.authors import register_profiles

        # Explorer, search and reports ask the policy of Page itself; what may be done to a page stays Wagtail's rule.
        register_permission_policy(Page, PagePolicy("wagtailcore.Page"), exact_class=True)
        personal_data.declare()
        register_profiles(profile_of)

"""What somebody reaches who may only write their own pages: a lead."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from camtree.core.pages.confidential import ConfidentialPolicy
from leads.models import LeadProfilePage


class PagePolicy(ConfidentialPolicy):
    """The rules for all pages, and: people who may only write their own pages see no others beside them."""

    def explorable_instances(self, user: Any) -> QuerySet[Page]:
        pages: QuerySet[Page] = super().explorable_instances(user)
        if not writes_only_own_pages(user):
            return pages
        return pages.exclude(~Q(owner_id=user.pk), pk__in=LeadProfilePage.objects.values("pk"))


def writes_only_own_pages(user: Any) -> bool:
    """Whether all that somebody may do to pages is to add them, which lets them change their own."""
    if not user.is_active or user.is_superuser:
        return False
    policy = policy_registry.get_by_type(Page)
    codenames = {row.permission.codename for row in policy.get_cached_permissions_for_user(user)}
    return codenames == {"add_page"}

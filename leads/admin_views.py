"""Wagtail's explorer, for people who may only write their own pages."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from camtree.core.pages.list_views import ListedTogether
from leads.access import writes_only_own_pages


class ExploreView(ListedTogether, ExplorableIndexView):
    """Opens only pages that would also be listed: Wagtail asks where a page stands, not whether it may be seen."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> Any:
        if parent_page_id and writes_only_own_pages(request.user):
            policy = policy_registry.get_by_type(Page)
            if not policy.explorable_instances(request.user).filter(pk=parent_page_id).exists():
                raise PermissionDenied
        return super().get(request, parent_page_id)

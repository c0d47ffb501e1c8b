"""Wagtail's choosers and its report on types of pages, which ask nobody what they may know of.

The views stand at the same addresses before Wagtail's own, whose addresses come from no hook: `camtree/urls.py`.
"""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.chooser import BrowseView, ChosenMultipleView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page

from camtree.core.pages.confidential import is_hidden
from camtree.core.words.numbers import number_in


class ChooseBelowView(BrowseView):
    """What stands below a page, for those who may know of it. Its children come through the hook for choosers."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> Any:
        _not_hidden(request, [parent_page_id])
        return super().get(request, parent_page_id)


class ChosenView(ChosenMultipleView):
    """Pages that somebody chose, by their keys: of those they may know of."""

    def get(self, request: HttpRequest) -> Any:
        _not_hidden(request, [number_in(key) for key in request.GET.getlist("id")])
        return super().get(request)


class PageTypesView(PageTypesUsageReportView):
    """How many pages there are of each type. The page that was edited last is named to those who may know of it."""

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        page_types = super().decorate_paginated_queryset(page_types)
        for item in page_types:
            if item.last_edited_page is not None and is_hidden(item.last_edited_page, self.request.user):
                item.last_edited_page = None
        return page_types


def _not_hidden(request: HttpRequest, keys: list[int | None]) -> None:
    for page in Page.objects.filter(pk__in=[key for key in keys if key is not None]):
        if is_hidden(page, request.user):
            raise Http404


# Below /admin/.
urlpatterns = [
    path("choose-page/<int:parent_page_id>/", require_admin_access(ChooseBelowView.as_view())),
    path("choose-page/chosen-multiple/", require_admin_access(ChosenView.as_view())),
    path("reports/page-types-usage/", require_admin_access(PageTypesView.as_view())),
    path("reports/page-types-usage/results/", require_admin_access(PageTypesView.as_view(results_only=True))),
]

"""Wagtail's own views of pages, with ours in their places."""

from typing import Any

from wagtail.admin.views.pages.search import SearchView
from wagtail.admin.viewsets.pages import PageViewSet

from camtree.core.pages.editing import AddPageView, ApprovePageView, CopyPageView, EditPageView
from camtree.core.pages.list_views import ListedTogether
from camtree.core.pages.work_views import (
    WorkDeleteView,
    WorkLockView,
    WorkMoveView,
    WorkPrivacyView,
    WorkUnlockView,
    WorkUnpublishView,
)
from leads.admin_views import ExploreView


class FindPagesView(ListedTogether, SearchView):
    """Wagtail's search of pages, which counts what it has found once."""

    def get_queryset(self) -> Any:
        pages = super().get_queryset()
        if self.selected_content_type is None:
            pages._count_cache = self.all_pages.count()
        return pages


class CamtreePageViewSet(PageViewSet):
    """An explorer that lists less to some, an editor that takes one write after the other, and dialogs about works."""

    add_view_class = AddPageView
    copy_view_class = CopyPageView
    edit_view_class = EditPageView
    workflow_action_view_class = ApprovePageView
    index_view_class = ExploreView
    search_view_class = FindPagesView
    delete_view_class = WorkDeleteView
    lock_view_class = WorkLockView
    move_confirm_view_class = WorkMoveView
    set_privacy_view_class = WorkPrivacyView
    unlock_view_class = WorkUnlockView
    unpublish_view_class = WorkUnpublishView

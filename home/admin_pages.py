"""Wagtail's own views of pages, with ours in their places."""

from wagtail.admin.viewsets.pages import PageViewSet

from camtree.core.pages.editing import AddPageView, ApprovePageView, CopyPageView, EditPageView
from leads.admin_views import ExploreView


class CamtreePageViewSet(PageViewSet):
    """An explorer that lists less to some, and an editor that takes one write after the other."""

    add_view_class = AddPageView
    copy_view_class = CopyPageView
    edit_view_class = EditPageView
    workflow_action_view_class = ApprovePageView
    index_view_class = ExploreView

"""Lists of pages in the admin."""

from typing import Any

from django.http import HttpRequest

from camtree.core.pages.doors import restricted_paths
from camtree.core.pages.listed import list_together


class ListedTogether:
    """For views that list pages: what the menu beside each of them asks is asked once."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        list_together(context["object_list"])
        # Where Wagtail looks for what is private: remembered, and of every language of a work.
        known = [path for _pk, path in restricted_paths()]
        self.request.all_page_view_restriction_paths = known  # type: ignore[attr-defined]
        return context

"""Wagtail's page editor, for impatient hands and forgotten tabs."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page


class EditPageView(EditView):
    """Two writes to one page wait for each other, and what is submitted twice waits once for its moderator."""

    def dispatch(self, request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return super().dispatch(request, page_id, **kwargs)
        with transaction.atomic():
            Page.objects.select_for_update().filter(pk=page_id).values_list("pk").first()
            return super().dispatch(request, page_id, **kwargs)

    def submit_action(self) -> HttpResponse:
        """Where the page waits already, from a double click or another tab, keep the words as a draft beside it."""
        if self.page.workflow_in_progress:
            return self.save_action()
        return super().submit_action()

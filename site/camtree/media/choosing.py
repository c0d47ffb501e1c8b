"""Wagtail's answers to “this one was chosen”, which tell title and picture of any file to whoever knows its key.

The views stand at the same addresses before Wagtail's own: `camtree/urls.py`.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import path
from wagtail.admin.auth import require_admin_access
from wagtail.documents.views.chooser import viewset as documents
from wagtail.images.views.chooser import viewset as images

from camtree.core.words.numbers import number_in
from camtree.media.access import without_closed
from camtree.media.models import CamtreeDocument, CamtreeImage


def among_open(model: Any, view: Callable[..., Any]) -> Callable[..., Any]:
    """The same view for files that the person may choose. Else 404."""

    def guarded(request: HttpRequest, **place: Any) -> Any:
        asked = [str(key) for key in place.values()] or request.GET.getlist("id")
        keys = {key for key in (number_in(text) for text in asked) if key is not None}
        rows = model.objects.filter(pk__in=keys)
        if without_closed(rows, request.user).count() < rows.count():
            raise Http404
        return view(request, **place)

    return require_admin_access(guarded)


# Below /admin/.
urlpatterns = [
    path("images/chooser/chosen/<str:pk>/", among_open(CamtreeImage, images.chosen_view)),
    path("images/chooser/chosen-multiple/", among_open(CamtreeImage, images.chosen_multiple_view)),
    path("images/chooser/<int:image_id>/select_format/", among_open(CamtreeImage, images.select_format_view)),
    path("documents/chooser/chosen/<str:pk>/", among_open(CamtreeDocument, documents.chosen_view)),
    path("documents/chooser/chosen-multiple/", among_open(CamtreeDocument, documents.chosen_multiple_view)),
]

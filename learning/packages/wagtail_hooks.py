"""Packages in the admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import SnippetViewSet

from camtree.core.admin import SafeSnippetIndexView
from learning.packages import admin_views as package_admin
from learning.packages.actions.packages import is_used
from learning.packages.models import CoursePackage


class PackageIndexView(SafeSnippetIndexView):
    """The list of packages, each with the way to try it."""

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        address = reverse("wagtailsnippets_learning_coursepackage:try", args=[instance.pk])
        return [
            *super().get_list_more_buttons(instance),
            Button(_("Try it"), url=address, icon_name="view", priority=10),
        ]


class PackageViewSet(SnippetViewSet):
    """Material made elsewhere. It comes in as a file, and only its title is written here."""

    model = CoursePackage
    icon = "media"
    menu_label = _("Packages")
    list_display = ("title", "kind", "file_count", "uploaded_at")
    list_filter = ("kind",)
    search_backend_name = None
    search_fields = ("title",)
    index_view_class = PackageIndexView
    copy_view_enabled = False

    @property
    def add_view(self) -> Any:
        return package_admin.upload_view

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("upload/<int:pk>/", package_admin.progress_view, name="upload"),
            path("try/<int:pk>/", package_admin.try_view, name="try"),
        ]


@hooks.register("before_delete_snippet")
def keep_packages_of_lessons(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Say that a package that a lesson holds stays: the lesson would have a hole."""
    if not any(is_used(row) for row in instances if isinstance(row, CoursePackage)):
        return None
    messages.error(request, gettext("A lesson or a draft of one has this package. Take it out there first."))
    return HttpResponseRedirect(reverse(CoursePackage.snippet_viewset.get_url_name("list")))

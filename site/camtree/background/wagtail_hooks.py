"""Background work in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from camtree.background import views


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("reports/background/", views.overview, name="background_work"),
        path("reports/background/tasks/<uuid:pk>/again/", views.try_task_again, name="try_task_again"),
        path("reports/background/rows/<int:pk>/again/", views.try_row, name="try_row_again"),
    ]


class BackgroundMenuItem(MenuItem):
    """For operators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return views.may_operate(request.user)


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    address = reverse("background_work")
    return BackgroundMenuItem(_("Background work"), address, name="background-work", icon_name="cogs", order=9900)

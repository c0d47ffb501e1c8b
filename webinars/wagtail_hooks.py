"""The webinars section in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from camtree.core.admin import Section, TermViewSet, writes_in
from webinars.models import WebinarSeries
from webinars.registrations.views import hosting


class SeriesViewSet(TermViewSet):
    """Webinars that belong together."""

    model = WebinarSeries
    icon = "list-ul"
    list_display = ("name",)
    search_fields = ("name",)
    search_backend_name = None


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    return [
        path("webinars/registrations/", hosting.overview, name="webinar_registers"),
        path("webinars/registrations/<int:pk>/", hosting.people, name="webinar_people"),
        path("webinars/registrations/<int:pk>/people.csv", hosting.export, name="webinar_people_file"),
        path("webinars/registrations/<int:pk>/letters/<int:letter>/", hosting.letter, name="webinar_letter"),
    ]


class RegistrationsMenuItem(MenuItem):
    """For those who may do something with webinars. Every page of the admin asks: it costs no question more."""

    def is_shown(self, request: HttpRequest) -> bool:
        return writes_in(request, "webinars.WebinarIndexPage")


class WebinarsSection(Section):
    """Webinars and the series they belong to."""

    app = "webinars"
    menu_label = _("Webinars")
    menu_icon = "media"
    menu_order = 130
    pages = ((_("Webinars"), "webinars.WebinarIndexPage"),)
    items = (SeriesViewSet,)

    def get_submenu_items(self) -> list[MenuItem]:
        address = reverse("webinar_registers")
        item = RegistrationsMenuItem(
            _("Registrations"), address, name="webinar-registrations", icon_name="group", order=50
        )
        return [*super().get_submenu_items(), item]


register_snippet(WebinarsSection)

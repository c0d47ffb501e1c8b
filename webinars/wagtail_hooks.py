"""The webinars section in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from camtree.core.admin import Section, TermViewSet
from webinars.models import WebinarSeries


class SeriesViewSet(TermViewSet):
    """Webinars that belong together."""

    model = WebinarSeries
    icon = "list-ul"
    list_display = ("name",)
    search_fields = ("name",)
    search_backend_name = None


class WebinarsSection(Section):
    """Webinars and the series they belong to."""

    app = "webinars"
    menu_label = _("Webinars")
    menu_icon = "media"
    menu_order = 130
    pages = ((_("Webinars"), "webinars.WebinarIndexPage"),)
    items = (SeriesViewSet,)


register_snippet(WebinarsSection)

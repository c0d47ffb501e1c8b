"""Menus and notices in the admin: lists that the section of plain pages (home) puts into its own entry."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from camtree.core.admin import TermViewSet
from camtree.navigation.models import Menu, Notice


class MenuViewSet(TermViewSet):
    """Main menu and footer, one of each for every language."""

    model = Menu
    icon = "list-ul"
    list_display = ("__str__", "locale")
    menu_item_is_registered = True


class NoticeViewSet(TermViewSet):
    """Sentences at the top of every page."""

    model = Notice
    icon = "warning"
    list_display = ("text", "shown_from", "shown_until")
    search_fields = ("text",)
    search_backend_name = None
    menu_item_is_registered = True
    menu_label = _("Notices")


register_snippet(MenuViewSet)
register_snippet(NoticeViewSet)

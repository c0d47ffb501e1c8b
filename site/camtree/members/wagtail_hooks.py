"""Accounts and consent texts in the admin."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from camtree.core.admin import NoHandsPolicy
from camtree.members.models import ConsentText, User


class ConsentTextViewSet(ModelViewSet):
    """What people agreed to, word for word. A text that was used is never changed, so there is only reading."""

    model = ConsentText
    icon = "clipboard-list"
    name = "consent-texts"
    menu_label = _("Consent texts")
    menu_order = 700
    add_to_settings_menu = True
    list_display = ("__str__", "version", "language", "valid_from")
    list_filter = ("purpose", "language")
    search_fields = ("text",)
    inspect_view_enabled = True
    inspect_view_fields = ["purpose", "version", "language", "valid_from", "text"]
    copy_view_enabled = False
    form_fields = ("text",)  # never shown: the policy lets nobody add or change one


register_permission_policy(ConsentText, NoHandsPolicy(ConsentText))


@hooks.register("register_admin_viewset")
def consent_texts() -> ConsentTextViewSet:
    return ConsentTextViewSet()


@hooks.register("before_bulk_action")
def leave_superusers_alone(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> None:
    """Nobody switches off or renames an account that may do more than their own."""
    if not request.user.is_superuser and any(isinstance(row, User) and row.is_superuser for row in objects):
        raise PermissionDenied


# What needs a confirmation or the password goes allauth's way, on the member's own pages.
MEMBERS_PAGES = (
    (_("E-mail address"), "account_email"),
    (_("Password"), "account_change_password"),
    (_("Second factor and passkeys"), "mfa_index"),
    (_("Where you are signed in"), "usersessions_list"),
)


def link_to(label: Any, name: str) -> Callable[[HttpRequest], dict[str, Any]]:
    return lambda request: {"label": label, "url": reverse(name)}


for page_of_member in MEMBERS_PAGES:
    hooks.register("register_account_menu_item", link_to(*page_of_member))

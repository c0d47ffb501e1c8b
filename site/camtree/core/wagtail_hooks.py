"""What Wagtail asks the shared kit."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page

from camtree.core.http.passwords import Serve, check_groups
from camtree.core.pages.actions import WENT_WITH_WORK, keep_privacy


@hooks.register("on_serve_page", order=-1)
def pages_of_groups(serve: Serve) -> Serve:
    return check_groups(serve)


@hooks.register("before_convert_alias_page")
def private_as_before(request: HttpRequest, page: Page) -> None:
    """What mirrored a private page does not become public by standing on its own."""
    if request.method == "POST":
        keep_privacy(mirror=page, user=request.user)


@hooks.register("register_log_actions")
def name_what_works_do(actions: Any) -> None:
    actions.register_action(
        WENT_WITH_WORK, _("Went with its work"), _("Went from readers with another language of its work")
    )

"""The form in which editors write a page."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

TIMES = ("go_live_at", "expire_at")


class PageForm(WagtailAdminPageForm):
    """Wagtail's, which also says in whose hours a page goes live and comes down."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TIMES:
            if name in self.fields:
                self.fields[name].help_text = _("In your time zone: %(zone)s") % {
                    "zone": timezone.get_current_timezone()
                }

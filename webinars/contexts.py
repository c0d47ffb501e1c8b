"""What the templates of the webinars section are given."""

from collections import defaultdict
from typing import Any

from django.http import HttpRequest

from camtree.core.pages.contexts import context_of
from camtree.core.pages.on_demand import on_demand
from camtree.core.words.locales import active_locale
from webinars.models import WebinarIndexPage, WebinarPage
from webinars.queries import programme
from webinars.registrations.queries import standing_of


@context_of(WebinarIndexPage)
def webinars(page: WebinarIndexPage, request: HttpRequest) -> dict[str, Any]:
    """What is to come, the recordings and the filters; or what says the words that are looked for."""
    return on_demand(
        lambda: defaultdict(str, programme(active_locale(), request.GET)),
        *("upcoming", "recordings", "themes", "series", "chosen", "is_filtered"),
        *("query", "results", "page_of_hits"),
    )


@context_of(WebinarPage)
def webinar(page: WebinarPage, request: HttpRequest) -> dict[str, Any]:
    """How registration is, and where the visitor stands with it."""
    if not page.takes_registrations or not page.is_upcoming:  # what is over says nothing of it, and asks nothing
        return {}
    return {"standing": standing_of(page, getattr(request, "user", None))}

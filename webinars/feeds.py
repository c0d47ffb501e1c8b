"""Atom feed and calendar of webinars."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from camtree.core.http.addresses import address_for
from camtree.core.http.feeds import LanguageFeed
from camtree.core.words.locales import active_locale
from webinars.models import WebinarPage

NEWEST = 30


class WebinarFeed(LanguageFeed):
    """The newest webinars, upcoming ones included."""

    def title(self, request: HttpRequest) -> str:
        return _("CamTREE: webinars")

    def link(self, request: HttpRequest) -> str:
        return f"/{request.LANGUAGE_CODE}/webinars/"

    def items(self, request: HttpRequest) -> Any:
        return WebinarPage.objects.shown_in(active_locale()).defer_streamfields().order_by("-starts_at")[:NEWEST]

    def item_title(self, item: WebinarPage) -> str:
        return str(item.title)

    def item_description(self, item: WebinarPage) -> str:
        return str(item.introduction)

    def item_link(self, item: WebinarPage) -> str:
        return address_for(item)

    def item_guid(self, item: WebinarPage) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_pubdate(self, item: WebinarPage) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: WebinarPage) -> datetime | None:
        return item.last_published_at

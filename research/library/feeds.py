"""Atom feeds of the library (RFC 4287)."""

from datetime import UTC, datetime, time
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from camtree.core.http.addresses import address_for
from camtree.core.http.feeds import LanguageFeed
from camtree.core.words.locales import active_locale
from research.library.choices import Precision
from research.library.models import ReportPage
from research.library.queries import SORTS, listed

NEWEST = 30


class ReportFeed(LanguageFeed):
    """The newest reports, in the language of the address."""

    def title(self, request: HttpRequest) -> str:
        return _("CamTREE: new research reports")

    def link(self, request: HttpRequest) -> str:
        return f"/{request.LANGUAGE_CODE}/research/"

    def subtitle(self, request: HttpRequest) -> str:
        return _("Classroom inquiries by teachers, peer reviewed and free to read.")

    def items(self, request: HttpRequest) -> Any:
        return listed(ReportPage.objects.shown_in(active_locale()).order_by(*SORTS["newest"]))[:NEWEST]

    def item_title(self, item: ReportPage) -> str:
        return _("[Withdrawn] %(title)s") % {"title": item.title} if item.withdrawn_on else str(item.title)

    def item_description(self, item: ReportPage) -> str:
        return str(item.introduction)

    def item_link(self, item: ReportPage) -> str:
        return address_for(item)

    def item_guid(self, item: ReportPage) -> str:
        return f"urn:uuid:{item.translation_key}"

    def item_author_name(self, item: ReportPage) -> str:
        return ", ".join(author.name for author in item.authors.all())

    def item_pubdate(self, item: ReportPage) -> datetime | None:
        """Atom knows whole moments alone: of a day that is not known whole it is told when we published it."""
        if item.published_on is None or item.published_precision != Precision.DAY:
            return item.first_published_at
        return datetime.combine(item.published_on, time(), UTC)

    def item_updateddate(self, item: ReportPage) -> datetime | None:
        return item.last_published_at

    def item_categories(self, item: ReportPage) -> list[str]:
        return [term.name for term in item.subjects.all()]

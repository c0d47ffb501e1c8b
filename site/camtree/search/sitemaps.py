"""The site map: every public page in each language, with its other languages beside it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest
from wagtail.models import Page, Site

from camtree.core.addresses import absolute_url


class PageSitemap(Sitemap):
    """Pages of one language below the site's root. Alternates of a language that is missing are left out."""

    limit = 2000

    def __init__(self, request: HttpRequest, language: str) -> None:
        self.request = request
        self.language = language
        super().__init__()

    def items(self) -> Any:
        site = Site.find_for_request(self.request)
        root = site.root_page if site else None
        if root is None:
            return Page.objects.none()
        roots = root.get_translations(inclusive=True).filter(locale__language_code=self.language)
        top = roots.first()
        if top is None:
            return Page.objects.none()
        return top.get_descendants(inclusive=True).live().public().defer_streamfields().order_by("path")

    def location(self, page: Page) -> str:
        return page.get_url(self.request) or ""

    def lastmod(self, page: Page) -> datetime | None:
        return page.last_published_at

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Entries with absolute addresses and their alternates, in two queries for each part of the map."""
        pages = list(self.paginator.page(page).object_list)
        alternates = self._alternates(pages)
        return [
            {
                "item": item,
                "location": absolute_url(item, self.request),
                "lastmod": item.last_published_at,
                "alternates": alternates.get(item.translation_key, []),
            }
            for item in pages
            if absolute_url(item, self.request)
        ]

    def _alternates(self, pages: Iterable[Page]) -> dict[Any, list[dict[str, str]]]:
        keys = [page.translation_key for page in pages]
        found: dict[Any, list[dict[str, str]]] = {}
        for row in Page.objects.live().public().filter(translation_key__in=keys).select_related("locale"):
            code, url = row.locale.language_code, absolute_url(row, self.request)
            entry = found.setdefault(row.translation_key, [])
            entry.append({"location": url, "lang_code": {"zh-hans": "zh-Hans"}.get(code, code)})
            if code == settings.LANGUAGE_CODE:
                entry.append({"location": url, "lang_code": "x-default"})
        return found


def sitemaps_for(request: HttpRequest) -> dict[str, Any]:
    """A map for each language."""
    return {code: PageSitemap(request, code) for code, _name in settings.LANGUAGES}

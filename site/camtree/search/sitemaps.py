"""The site map: every public page in each language, with its other languages beside it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from camtree.core.http.addresses import absolute_url
from camtree.core.pages.models import BasePageQuerySet

# Number of pages of each locale, and when the last of them was published.
type Sizes = Mapping[int, tuple[int, datetime | None]]


class PageSitemap(Sitemap):
    """Pages of one language, from the root of that language down. Alternates of a language that is missing are left
    out."""

    limit = 2000

    def __init__(self, request: HttpRequest, root: Page | None, sizes: Sizes) -> None:
        self.request, self.root, self.sizes = request, root, sizes
        super().__init__()

    def items(self) -> Any:
        if self.root is None:
            return Page.objects.none()
        return _public().descendant_of(self.root, inclusive=True).defer_streamfields().order_by("path")

    @property
    def paginator(self) -> Paginator:
        paginator = Paginator(self.items(), self.limit)
        paginator.count = self._size[0]
        return paginator

    def get_latest_lastmod(self) -> datetime | None:
        return self._size[1]

    @property
    def _size(self) -> tuple[int, datetime | None]:
        return self.sizes.get(self.root.locale_id, (0, None)) if self.root else (0, None)

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
        for row in _public().filter(translation_key__in=keys).select_related("locale"):
            code, url = row.locale.language_code, absolute_url(row, self.request)
            entry = found.setdefault(row.translation_key, [])
            entry.append({"location": url, "lang_code": {"zh-hans": "zh-Hans"}.get(code, code)})
            if code == settings.LANGUAGE_CODE:
                entry.append({"location": url, "lang_code": "x-default"})
        return found


def _public() -> BasePageQuerySet:
    return BasePageQuerySet(Page).live().public()


def sitemaps_for(request: HttpRequest) -> dict[str, Any]:
    """A map for each language, an empty one where the site has no root in it. Their sizes are counted together, once
    somebody asks."""
    site = Site.find_for_request(request)
    found = site.root_page.get_translations(inclusive=True).live().select_related("locale") if site else []
    roots = {root.locale.language_code: root for root in found}
    sizes: Any = SimpleLazyObject(lambda: _sizes(roots.values()))
    return {code: PageSitemap(request, roots.get(code), sizes) for code, _name in settings.LANGUAGES}


def _sizes(roots: Iterable[Page]) -> Sizes:
    below = Q()
    for root in roots:
        below |= Q(path__startswith=root.path)
    rows = _public().filter(below).order_by().values_list("locale_id").annotate(Count("pk"), Max("last_published_at"))
    return {locale: (number, latest) for locale, number, latest in rows}

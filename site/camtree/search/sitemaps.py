"""The site map: every public page in each language, with its other languages beside it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.html import escape
from django.utils.safestring import mark_safe
from wagtail.models import Page, Site

from camtree.core.http.addresses import absolute_url
from camtree.core.pages.models import BasePageQuerySet
from camtree.core.templatetags.core_tags import html_lang
from camtree.core.words.locales import locales

# What an entry needs of a page.
_ROW = ("url_path", "locale_id", "translation_key", "last_published_at")
_PATH, _LOCALE, _WORK, _PUBLISHED = range(4)
# Number of pages of each locale, and when the last of them was published.
type Sizes = Mapping[int, tuple[int, datetime | None]]


class PageSitemap(Sitemap):
    """Pages of one language, from the root of that language down. Alternates of a language that is missing are left
    out."""

    limit = 2000

    def __init__(self, request: HttpRequest, root: Page | None, sizes: Sizes, roots: Iterable[Page] = ()) -> None:
        self.request, self.root, self.sizes, self.roots = request, root, sizes, list(roots)
        super().__init__()

    def items(self) -> Any:
        if self.root is None:
            return Page.objects.none()
        return _public().descendant_of(self.root, inclusive=True).order_by("path")

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
        shown: Any = self.paginator.page(page).object_list
        rows = shown.values_list(*_ROW)
        pages = [row for row in rows if self._address(row)]
        alternates = self._alternates(pages)
        return [
            {
                "location": self._address(row),
                "lastmod": row[_PUBLISHED].date().isoformat() if row[_PUBLISHED] else "",
                "alternates": alternates.get(row[_WORK], ""),
            }
            for row in pages
        ]

    def _address(self, row: tuple[Any, ...]) -> str:
        """Where a page is: below the address of the root of its language, as its place in the tree tells."""
        root = self.bases.get(row[_LOCALE])
        path: str = row[_PATH]
        return root[1] + path[len(root[0]) :] if root and path.startswith(root[0]) else ""

    @cached_property
    def bases(self) -> dict[int, tuple[str, str]]:
        """By locale, the path of the root in the tree and its address."""
        return {root.locale_id: (root.url_path, absolute_url(root, self.request)) for root in self.roots}

    def _alternates(self, pages: Iterable[tuple[Any, ...]]) -> dict[Any, str]:
        """For each work, its links to all its languages."""
        keys = [row[_WORK] for row in pages]
        codes = {pk: locale.language_code for pk, locale in locales().items()}
        found: dict[Any, str] = {}
        for row in _public().filter(translation_key__in=keys).values_list(*_ROW):
            code, url = codes[row[_LOCALE]], escape(self._address(row))
            languages = [html_lang(code)] + (["x-default"] if code == settings.LANGUAGE_CODE else [])
            links = "".join(
                f'<xhtml:link rel="alternate" hreflang="{language}" href="{url}"/>' for language in languages
            )
            found[row[_WORK]] = found.get(row[_WORK], "") + (links if url else "")
        return {key: mark_safe(links) for key, links in found.items()}


def _public() -> BasePageQuerySet:
    return BasePageQuerySet(Page).live().public()


def sitemaps_for(request: HttpRequest) -> dict[str, Any]:
    """A map for each language, an empty one where the site has no root in it. Their sizes are counted together, once
    somebody asks."""
    site = Site.find_for_request(request)
    found = site.root_page.get_translations(inclusive=True).live().select_related("locale") if site else []
    roots = {root.locale.language_code: root for root in found}
    sizes: Any = SimpleLazyObject(lambda: _sizes(roots.values()))
    return {code: PageSitemap(request, roots.get(code), sizes, roots.values()) for code, _name in settings.LANGUAGES}


def _sizes(roots: Iterable[Page]) -> Sizes:
    below = Q()
    for root in roots:
        below |= Q(path__startswith=root.path)
    rows = _public().filter(below).order_by().values_list("locale_id").annotate(Count("pk"), Max("last_published_at"))
    return {locale: (number, latest) for locale, number, latest in rows}

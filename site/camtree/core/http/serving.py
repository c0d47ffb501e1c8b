"""From an address to a page in two statements, whatever its depth, and in none where it was asked for before.

Wagtail walks from the site's root down, with two queries for each step, and asks for site, locale and root page first.
Here site, roots and locales are remembered, and the page is found by its stored path (which has an index), once
for each path until something is published. The same statement looks at that path in the other languages of the site: a
work that is not there in the language of the address is shown as it is, in the frame of that language (decision 23).
"""

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from camtree.core.caching.generation import recall
from camtree.core.pages.doors import is_closed, paths_closed_to
from camtree.core.words.locales import locales, preferred_locale

GetResponse = Callable[[HttpRequest], HttpResponse]


class SiteMiddleware:
    """Tells every request which site it is for, from memory."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = recall(f"site:{request.get_host()}", lambda: Site.find_for_request(request))
        request._wagtail_site = site  # type: ignore[attr-defined]
        return self.get_response(request)


@dataclass(frozen=True)
class Found:
    """What a path stands for: a page as it is stored, and whether it is there in the language of the path, but at
    another address."""

    packed: bytes
    is_elsewhere: bool = False

    @property
    def page(self) -> Page:
        # A page carries what is found out about it while it is shown: each request is given a copy of its own.
        page: Page = pickle.loads(self.packed)  # noqa: S301 - of this process
        return page


def find(request: HttpRequest, path: str) -> Found | None:
    """The live page at `path` (without language) on this request's site, as a reader of this request's language reads
    it: in that language; else the work that stands at this path in another one, in the reader's language where it is
    there under another name, else as it is."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    language, preferred = get_language() or "", preferred_locale()
    roots = {root.language_code: root.root_path for root in Site.get_site_root_paths() if root.site_id == site.pk}
    name = f"page:{site.pk}:{language}:{preferred.language_code if preferred else ''}:{path}"
    return recall(name, lambda: _find(roots, language, path, preferred.pk if preferred else 0))


def _find(roots: dict[str, str], language: str, path: str, preferred: int) -> Found | None:
    rows = list(
        Page.objects.filter(url_path__in=[f"{root}{path}" for root in roots.values()], live=True)
        .order_by("pk")
        .values_list("pk", "content_type_id", "translation_key", "locale_id", "url_path")
    )
    own = next((row for row in rows if row[4] == f"{roots.get(language)}{path}"), None)
    if own is not None:
        return _found(own[0], own[1])
    codes = {pk: locale.language_code for pk, locale in locales().items()}
    # The language of the account first, then the default one, then the oldest: as lists show works.
    rows.sort(key=lambda row: (row[3] != preferred, codes.get(row[3]) != settings.LANGUAGE_CODE))
    if not rows:
        return None
    pk, content_type, work, _locale, _path = rows[0]
    wanted = [key for key, code in codes.items() if code == language]
    there = Page.objects.filter(translation_key=work, locale_id__in=wanted, live=True)
    translation = there.values_list("pk", "content_type_id").first() if language in roots else None
    return _found(*translation, is_elsewhere=True) if translation else _found(pk, content_type)


def _found(pk: int, content_type: int, *, is_elsewhere: bool = False) -> Found | None:
    """A live page as its own type, with what its address shows beside it."""
    model: Any = ContentType.objects.get_for_id(content_type).model_class() or Page
    pages = model._default_manager.filter(live=True, pk=pk)
    if related := getattr(model, "detail_related", ()):
        pages = pages.select_related(*related)
    page = pages.first()
    if page is None:
        return None
    page.locale = locales().get(page.locale_id) or page.locale
    return Found(pickle.dumps(page), is_elsewhere)


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path`, with everything Wagtail does around it (restrictions, hooks).

    A page that is there in the reader's language under another name is led to, unless it is closed to the reader, who
    is not told the name; its door stands here then.
    """
    found = find(request, path)
    page = found.page if found is not None else None
    if found is not None and page is not None and _may_be_led_to(found, page, request):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{page.get_url(request)}{f'?{query}' if query else ''}")
    request._wagtail_route_for_request = RouteResult(page) if page else None  # type: ignore[attr-defined]
    return serve(request, path)


def _may_be_led_to(found: Found, page: Page, request: HttpRequest) -> bool:
    return found.is_elsewhere and not is_closed(page.path, paths_closed_to(request))

"""From an address to a page in two statements, whatever its depth, and in none where it was asked for before.

Wagtail walks from the site's root down, with two queries for each step, and asks for site, locale and root page first.
Here site, roots and locales are remembered, and the page is found by its stored path (which has an index), once
for each path until something is published.
"""

import pickle
from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from camtree.core.caching.generation import recall
from camtree.core.words.locales import locales

GetResponse = Callable[[HttpRequest], HttpResponse]


class SiteMiddleware:
    """Tells every request which site it is for, from memory."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = recall(f"site:{request.get_host()}", lambda: Site.find_for_request(request))
        request._wagtail_site = site  # type: ignore[attr-defined]
        return self.get_response(request)


def find_page(request: HttpRequest, path: str) -> Page | None:
    """The live page at `path` (without language) on this request's site, in this request's language."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    roots = {root.language_code: root.root_path for root in Site.get_site_root_paths() if root.site_id == site.pk}
    root = roots.get(get_language() or "")
    if root is None:
        return None
    url_path = f"{root}{path}"
    # A page carries what is found out about it while it is shown: each request is given a copy of its own.
    packed = recall(f"page:{url_path}", lambda: _packed(url_path))
    return pickle.loads(packed) if packed else None  # noqa: S301 - of this process


def _packed(url_path: str) -> bytes | None:
    """The live page at a stored path, as its own type with what its address shows beside it."""
    found = Page.objects.filter(url_path=url_path, live=True).values_list("pk", "content_type_id").first()
    if found is None:
        return None
    model: Any = ContentType.objects.get_for_id(found[1]).model_class() or Page
    pages = model._default_manager.filter(live=True, pk=found[0])
    if related := getattr(model, "detail_related", ()):
        pages = pages.select_related(*related)
    page = pages.first()
    if page is None:
        return None
    page.locale = locales().get(page.locale_id) or page.locale
    return pickle.dumps(page)


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path`, with everything Wagtail does around it (restrictions, hooks)."""
    page = find_page(request, path)
    request._wagtail_route_for_request = RouteResult(page) if page else None  # type: ignore[attr-defined]
    return serve(request, path)

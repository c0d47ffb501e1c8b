"""One cached copy of each public page for everybody who has no session.

The outermost middleware that may answer: a hit costs one cache look-up and no query. Pages of somebody who is signed
in, answers with a cookie, and pages that are private never come in here. All copies carry the generation number they
were made in; publishing anything raises it, which forgets them all at once.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from camtree.core.caching.generation import generation
from camtree.core.caching.release import release
from camtree.core.http.addresses import asked, asked_address

GetResponse = Callable[[HttpRequest], HttpResponse]
# Addresses whose answer depends on more than the address.
NEVER = ("/admin/", "/media/", "/documents/", "/healthz", "/readyz", "/static/")
# How many pages with a query are kept within one PAGE_CACHE_SECONDS, and under which name they are counted.
MOST_QUERIES = 1000
QUERIES = "pages-with-a-query"
PERSONAL_PARTS = ("/account/", "/my/")


class AnonymousPageCacheMiddleware:
    """Answers a visitor without a session from the cache, and keeps what it had to make."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.may_share(request):
            return self.get_response(request)
        key = self.key(request)
        kept = cache.get(key)
        if kept is not None:
            status, headers, content = kept
            response = HttpResponse(content, status=status, headers=dict(headers))
            response["X-Cache"] = "hit"
            return response
        response = self.get_response(request)
        if self.may_keep(response) and self.has_place(request, key):
            headers = [(name, value) for name, value in response.items() if name.lower() != "x-request-id"]
            cache.set(key, (response.status_code, headers, response.content), settings.PAGE_CACHE_SECONDS)
            response["X-Cache"] = "miss"
        return response

    @staticmethod
    def may_share(request: HttpRequest) -> bool:
        """Whether the answer to this request can be the same for everybody who has no session."""
        path = request.path
        return (
            settings.PAGE_CACHE_SECONDS > 0
            and request.method == "GET"
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and "messages" not in request.COOKIES
            and path != "/"  # answers by the browser's languages
            and not path.startswith(NEVER)
            and not any(part in path for part in PERSONAL_PARTS)
            and len(request.get_full_path()) <= 400
        )

    @staticmethod
    def may_keep(response: HttpResponse) -> bool:
        """Whether nothing in this answer belongs to one person."""
        control = response.get("Cache-Control", "")
        return (
            response.status_code == 200
            and not response.streaming
            and not response.cookies
            and "private" not in control
            and "no-store" not in control
            and "no-cache" not in control
        )

    @staticmethod
    def has_place(request: HttpRequest, key: str) -> bool:
        """Whether a copy is worth its place. So many with a query are; more of them only from the second time within a
        minute: whoever makes up queries would fill the cache with pages that nobody else asks for."""
        if not asked(request) or cache.add(QUERIES, 1, settings.PAGE_CACHE_SECONDS):
            return True
        try:
            return cache.incr(QUERIES) <= MOST_QUERIES or not cache.add(f"asked:{key}", 1, 60)
        except ValueError:  # the time was over between the two calls
            return True

    @staticmethod
    def key(request: HttpRequest) -> str:
        """Generation, release, scheme, host, what is asked for, and whether the copy is packed."""
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        facts = f"{release()}|{request.scheme}|{request.get_host()}|{asked_address(request)}|{packed}"
        return f"page:{generation()}:{hashlib.sha256(facts.encode()).hexdigest()}"

"""What all Atom feeds have in common: a language in their address."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed


class LanguageFeed(Feed):
    """An Atom feed (RFC 4287) at `/feeds/<language>/<name>.atom`; in English where the address names no language."""

    feed_type = Atom1Feed

    def __call__(
        self, request: HttpRequest, *args: Any, language: str = settings.LANGUAGE_CODE, **kwargs: Any
    ) -> HttpResponse:
        if language not in dict(settings.LANGUAGES):
            raise Http404
        with translation.override(language):
            request.LANGUAGE_CODE = language
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpRequest:
        return request

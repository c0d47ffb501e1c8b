"""What all Atom feeds have in common: a language in their address."""

from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed

from camtree.core.words.signs import all_printable


class PrintableFeed(Atom1Feed):
    """An Atom feed that one text with a control sign, which XML refuses, does not keep from its readers."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*all_printable(args), **all_printable(kwargs))

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*all_printable(args), **all_printable(kwargs))


class LanguageFeed(Feed):
    """An Atom feed (RFC 4287) at `/feeds/<language>/<name>.atom`; in English where the address names no language."""

    feed_type: Any = PrintableFeed

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

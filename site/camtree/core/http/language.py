"""Which language a request is answered in."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware

# Addresses that exist once, without a language in front.
WITHOUT_LANGUAGE = (
    "/.well-known/",
    "/admin/",
    "/api/",
    "/covers/",
    "/credentials/",
    "/documents/",
    "/media/",
    "/oai/",
    "/oembed/",
    "/private/",
    "/static/",
    "/verify/",
)


class LanguageMiddleware(LocaleMiddleware):
    """Django's, but what is not found where no language belongs is simply not found.

    Django sends a visitor who meets a 404 to the same address with a language in front wherever that could be a page,
    and under Wagtail everything could be one.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.status_code == 404 and request.path_info.startswith(WITHOUT_LANGUAGE):
            return response
        return super().process_response(request, response)

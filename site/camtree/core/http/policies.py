"""Security headers that depend on where one is: strict in public, looser in the admin."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware

GetResponse = Callable[[HttpRequest], HttpResponse]


class PoliciesMiddleware(ContentSecurityPolicyMiddleware):
    """Content security policy by area, and the permissions policy.

    Public pages run no inline script or style and ask no other host. Wagtail's admin and its page previews need both.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return super().process_response(request, response)

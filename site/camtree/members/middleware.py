"""Middleware about the person who asks."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from camtree.core.words.locales import preferring

# Kinds of answers with which a browser's button Back shows somebody's words.
KEPT_BY_BROWSERS = ("text/html", "application/json", "text/plain")
GetResponse = Callable[[HttpRequest], HttpResponse]


class MemberTimeZoneMiddleware:
    """Shows times in the member's own zone; visitors without an account get the hosts' zone and UTC from templates.

    What is not there in the language that is read comes in the language of the account.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # A visitor without a session cannot be signed in: do not look for a user.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            try:
                timezone.activate(zoneinfo.ZoneInfo(request.user.time_zone))
            except (zoneinfo.ZoneInfoNotFoundError, ValueError):
                timezone.deactivate()
            with preferring(request.user.preferred_language):
                return self.get_response(request)
        timezone.deactivate()
        return self.get_response(request)


class NoStoreMiddleware:
    """Lets no browser keep what was made for somebody who is signed in: after signing out on a shared computer, its
    button *Back* would show it. Pages of the account keep nothing of visitors, either."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session = request.session
        is_personal = "/account/" in request.path or (session.accessed and SESSION_KEY in session)
        is_told = response.get("Content-Type", "").startswith(KEPT_BY_BROWSERS)
        if is_personal and is_told and "no-store" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "private, no-store"
        return response


class StaffSecondFactorMiddleware:
    """Sends staff without a second factor to set one up before they do staff's work, where the setting asks for it.

    Their desks lie below `/my/` as well as in the admin; what they do as learners or authors waits with it.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.STAFF_SECOND_FACTOR_REQUIRED
            and (request.path.startswith("/admin/") or "/my/" in request.path)
            and request.user.is_authenticated
            and (request.path.startswith("/admin/") or request.user.has_perm("wagtailadmin.access_admin"))
            and not self.has_second_factor(request)
        ):
            return HttpResponseRedirect(f"{reverse('mfa_index')}?next={request.path}")
        return self.get_response(request)

    @staticmethod
    def has_second_factor(request: HttpRequest) -> bool:
        """Whether the person holds a time-based code or a passkey."""
        from allauth.mfa.models import Authenticator

        return (
            Authenticator.objects.filter(user_id=request.user.pk)
            .exclude(type=Authenticator.Type.RECOVERY_CODES)
            .exists()
        )

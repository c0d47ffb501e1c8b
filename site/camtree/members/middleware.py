"""Middleware about the person who asks."""

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from camtree.core.words.locales import preferring

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


class StaffSecondFactorMiddleware:
    """Sends staff without a second factor to set one up before the admin opens, where the setting asks for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.STAFF_SECOND_FACTOR_REQUIRED
            and request.path.startswith("/admin/")
            and request.user.is_authenticated
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

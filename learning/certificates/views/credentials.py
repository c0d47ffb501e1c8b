"""What software that checks badges asks for: who gave it, with which key, and whether it is still good."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from learning.certificates import badges
from learning.certificates.badge_keys import public_keys

# Seconds for which others may keep a key or the profile.
LONG = 3600
JWK_SET = "application/jwk-set+json"


def _for_anybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let pages of other sites read the answer: wallets and verifiers run in browsers."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


@_for_anybody
@require_safe
@cache_control(public=True, max_age=LONG)
def issuer(request: HttpRequest) -> HttpResponse:
    """Who gives badges."""
    return JsonResponse({"@context": [badges.VC, badges.OPEN_BADGES], **badges.issuer_profile()})


@_for_anybody
@require_safe
@cache_control(public=True, max_age=LONG)
def keys(request: HttpRequest) -> HttpResponse:
    """All public keys, as a JWK Set (RFC 7517, section 5)."""
    return JsonResponse({"keys": [badges.shown_key(jwk) for jwk in public_keys().values()]}, content_type=JWK_SET)


@_for_anybody
@require_safe
@cache_control(public=True, max_age=LONG)
def key(request: HttpRequest, kid: str) -> HttpResponse:
    """One public key, to which the `kid` of a badge leads."""
    found = public_keys().get(kid)
    if found is None:
        raise Http404
    return JsonResponse(badges.shown_key(found), content_type="application/jwk+json")


@_for_anybody
@require_safe
@cache_control(public=True, max_age=badges.KEPT)
def status_list(request: HttpRequest, number: int) -> HttpResponse:
    """Which badges are not good any more, signed."""
    try:
        signed = badges.signed_status_list(number)
    except badges.NoKeyError:
        signed = None
    if signed is None:
        raise Http404
    return HttpResponse(signed, content_type="application/vc+jwt")

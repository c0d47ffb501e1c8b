"""The way into the room: for those who registered, from a quarter of an hour before it begins until it ends."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from camtree.core.http.addresses import absolute_url_for
from webinars.registrations import bigbluebutton
from webinars.registrations.access import find_registration, get_registration, get_webinar_to_register
from webinars.registrations.actions.attendance import attend
from webinars.registrations.bigbluebutton import RoomError
from webinars.registrations.choices import RegistrationState
from webinars.registrations.models import Registration
from webinars.registrations.queries import facts_page, page_of


@never_cache
@require_safe
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """For whoever is signed in and registered; others are told how to come in."""
    webinar = get_webinar_to_register(request, slug)
    row = find_registration(request.user, webinar)
    if row is not None:
        return _enter(request, row)
    context = {"page": webinar, "is_view": True}
    return render(request, "webinars/registrations/not_registered.html", context, status=403)


@never_cache
@require_safe
def join_as_registered(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the link of a mail."""
    return _enter(request, get_registration(token))


def _enter(request: HttpRequest, row: Registration) -> HttpResponse:
    register, now = row.register, timezone.now()
    if row.state != RegistrationState.JOINED or register.is_cancelled:
        return HttpResponseRedirect(reverse("webinar_registration", args=[row.token]))
    is_open = register.moment.is_soon(now) or register.moment.is_on(now)
    try:
        address = _address_of_room(request, row) if is_open else ""
    except RoomError:
        trouble = _("The room does not answer at the moment. Try again in a minute.")
        return _not_yet(request, row, is_open=True, trouble=trouble, status=503)
    if address:
        if request.method == "GET":
            attend(row=row)
        return HttpResponseRedirect(address)
    return _not_yet(request, row, is_open=is_open, is_over=register.moment.is_over(now))


def _address_of_room(request: HttpRequest, row: Registration) -> str:
    """The link of the hosts, else a room on our own server. Raises RoomError."""
    page = facts_page(row.register.work_key)
    if page is None or page.meeting_link or not bigbluebutton.is_configured():
        return page.meeting_link if page else ""
    user: Any = request.user
    is_host = user.is_authenticated and row.member_id == user.pk and page.permissions_for_user(user).can_edit()
    return bigbluebutton.room_address(
        row, is_recorded=page.is_recorded, is_host=is_host, back=absolute_url_for(page, request=request)
    )


def _not_yet(request: HttpRequest, row: Registration, *, status: int = 200, **facts: Any) -> HttpResponse:
    webinar = page_of(row.register, get_language() or "en")
    context = {"row": row, "register": row.register, "webinar": webinar, **facts}
    return render(request, "webinars/registrations/not_yet.html", context, status=status)

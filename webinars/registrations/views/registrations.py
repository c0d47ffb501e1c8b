"""Registering for a webinar: the form, the links of mails, one's own webinars."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from camtree.core.forms import posted
from camtree.core.http.addresses import address_for
from camtree.core.http.rate_limits import is_over_limit
from camtree.events.models import CalendarFeed
from camtree.members.models import ConsentText
from camtree.members.queries import current_consent
from webinars.models import WebinarPage
from webinars.registrations.access import get_registration, get_webinar_to_register
from webinars.registrations.actions import places
from webinars.registrations.choices import RegistrationState
from webinars.registrations.forms import GuestForm, RegistrationForm
from webinars.registrations.models import Registration
from webinars.registrations.places import RegistrationClosedError
from webinars.registrations.queries import page_of, registrations_of, standing_of

CLOSED = gettext_lazy("Nobody can register for this webinar now.")
# A school comes with one address; somebody who fills in forms for others is slower than this.
FORMS, HOUR = 10, 3600


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """The form; for members, and for guests, who are sent a link."""
    webinar = get_webinar_to_register(request, slug)
    standing = standing_of(webinar, request.user)
    if request.method != "POST" and standing.state in Registration.INSIDE:
        return HttpResponseRedirect(address_for(webinar, request=request))
    return _as_member(request, webinar) if request.user.is_authenticated else _as_guest(request, webinar)


def _as_member(request: HttpRequest, webinar: WebinarPage) -> HttpResponse:
    member: Any = request.user
    form = RegistrationForm(posted(request), page=webinar, initial={"language": member.preferred_language})
    if form.is_valid():
        try:
            row = places.register_member(webinar=webinar, member=member, **form.facts)
        except RegistrationClosedError:
            form.add_error(None, CLOSED)
        else:
            _say(request, row)
            return HttpResponseRedirect(address_for(webinar, request=request))
    return _form(request, webinar, form)


def _as_guest(request: HttpRequest, webinar: WebinarPage) -> HttpResponse:
    language = get_language() or "en"
    consent = current_consent(ConsentText.Purpose.WEBINAR, language)
    form = GuestForm(posted(request), page=webinar, initial={"language": language, "time_zone": webinar.time_zone})
    status = 0
    if form.is_valid():
        sent = HttpResponseRedirect(reverse("webinar_look_into_mail", args=[webinar.slug]))
        if form.is_from_machine:
            return sent
        if is_over_limit(request, "register-webinar", times=FORMS, seconds=HOUR, account=form.cleaned_data["email"]):
            form.add_error(None, _("Too many forms came from your network in the last hour. Please try again later."))
            status = 429
        else:
            try:
                places.ask_as_guest(webinar=webinar, consent=consent, **form.facts)
                return sent
            except RegistrationClosedError:
                form.add_error(None, CLOSED)
    return _form(request, webinar, form, status=status, consent=consent)


def _form(request: HttpRequest, webinar: WebinarPage, form: Any, *, status: int = 0, **more: Any) -> HttpResponse:
    context = {"page": webinar, "is_view": True, "form": form, "standing": standing_of(webinar, request.user), **more}
    status = status or (422 if form.errors else 200)
    return render(request, "webinars/registrations/register.html", context, status=status)


def _say(request: HttpRequest, row: Registration) -> None:
    if row.state == RegistrationState.JOINED:
        messages.success(request, _("You are registered. A mail with all you need is on its way."))
    else:
        messages.info(request, _("All places are taken. You are on the waiting list, and hear from us."))


@require_safe
def look_into_mail(request: HttpRequest, slug: str) -> HttpResponse:
    """A guest's form is in."""
    webinar = get_webinar_to_register(request, slug)
    return render(request, "webinars/registrations/look_into_mail.html", {"page": webinar, "is_view": True})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, token: str) -> HttpResponse:
    """How one is registered, for whoever holds the link of a mail: confirm, or cancel. Looking changes nothing, since
    programs that guard mailboxes follow links."""
    row = get_registration(token)
    if request.method == "POST":
        try:
            if request.POST.get("do") == "cancel":
                places.cancel_registration(row=row)
                messages.success(request, _("Your registration is cancelled."))
            elif request.POST.get("do") == "confirm":
                _say(request, places.confirm_registration(row=row))
        except RegistrationClosedError:
            messages.error(request, CLOSED)
        return HttpResponseRedirect(request.path)
    context = {"row": row, "register": row.register, "webinar": page_of(row.register, get_language() or "en")}
    return render(request, "webinars/registrations/registration.html", context)


@never_cache
@login_required
@require_safe
def my_webinars(request: HttpRequest) -> HttpResponse:
    """Webinars one is registered for, waits for, or was at; and the way to one's calendar."""
    member: Any = request.user
    to_come, past = registrations_of(member, get_language() or "en")
    feed = CalendarFeed.objects.filter(member=member.pk).first()
    context: dict[str, Any] = {"to_come": to_come, "past": past}
    if feed is not None:
        address = request.build_absolute_uri(reverse("calendar_feed", args=[feed.secret]))
        context["webcal"] = "webcal" + address[address.index(":") :]
    return render(request, "webinars/registrations/my_webinars.html", context)

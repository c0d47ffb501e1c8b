"""A member's calendar: for programs that know its secret address, and the page on which one gets that."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from camtree.events.access import get_feed
from camtree.events.actions import make_feed, replace_feed, stop_feed
from camtree.events.calendars import calendar_answer
from camtree.events.models import CalendarFeed
from camtree.events.sources import entries_of


@cache_control(private=True, no_store=True)
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """All that is a member's, for programs that subscribe: whoever knows the address reads it."""
    member = get_feed(secret).member
    answer = calendar_answer(entries_of(member))
    answer["Content-Language"] = member.preferred_language
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest) -> HttpResponse:
    """The address for one's calendar program; making one, a new one, and stopping it."""
    member: Any = request.user
    if request.method == "POST":
        _change(request, member)
        return HttpResponseRedirect(reverse("my_calendar"))
    feed = CalendarFeed.objects.filter(member=member.pk).first()
    context: dict[str, Any] = {"entries": len(entries_of(member))}
    if feed is not None:
        address = request.build_absolute_uri(reverse("calendar_feed", args=[feed.secret]))
        context |= {"feed": feed, "address": address, "webcal": "webcal" + address[address.index(":") :]}
    return render(request, "events/my_calendar.html", context)


def _change(request: HttpRequest, member: Any) -> None:
    match request.POST.get("do"):
        case "make":
            make_feed(member=member)
            messages.success(request, _("Your calendar has an address now."))
        case "replace":
            replace_feed(member=member)
            messages.success(request, _("Your calendar has a new address. The old one leads nowhere any more."))
        case "stop":
            stop_feed(member=member)
            messages.success(request, _("Your calendar has no address any more."))


@never_cache
@login_required
@require_safe
def my_calendar_file(request: HttpRequest) -> HttpResponse:
    """The same once, as a file."""
    return calendar_answer(entries_of(request.user), filename="camtree.ics")  # type: ignore[arg-type]

"""Calendar files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from camtree.core.pages.queries import read_at
from camtree.core.words.locales import active_locale
from webinars.calendars import calendar_of
from webinars.models import WebinarPage


def get_public_webinar(slug: str) -> WebinarPage:
    """The one way to a webinar from outside: live, public, in the reader's language where there is one."""
    webinar: WebinarPage | None = read_at(WebinarPage.objects.live().public(), slug)
    if webinar is None:
        raise Http404
    return webinar


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One webinar for a calendar."""
    response = HttpResponse(
        calendar_of([get_public_webinar(slug)], request), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All upcoming public webinars, for calendars that subscribe."""
    upcoming = WebinarPage.objects.shown_in(active_locale()).upcoming()
    return HttpResponse(calendar_of(upcoming, request), content_type="text/calendar; charset=utf-8")

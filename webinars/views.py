"""Calendar files."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from camtree.core.pages.queries import read_at
from camtree.core.words.locales import active_locale
from camtree.events.calendars import calendar_answer
from webinars.calendars import entry_of
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
    return calendar_answer([entry_of(get_public_webinar(slug), request)], filename=f"{slug}.ics")


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """All upcoming public webinars, for calendars that subscribe."""
    upcoming = WebinarPage.objects.shown_in(active_locale()).upcoming()
    return calendar_answer(entry_of(webinar, request) for webinar in upcoming)

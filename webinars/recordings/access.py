"""Who may watch which recording."""

from django.http import Http404, HttpRequest

from camtree.core.pages.queries import read_at
from camtree.media.access import is_open_to
from webinars.models import WebinarPage


def get_recorded_for(request: HttpRequest, slug: str) -> WebinarPage:
    """The one way to a recording from outside: its page is live and over, page and recording let this visitor in."""
    pages = WebinarPage.objects.live().open_to_reader().exclude(recording=None)
    page: WebinarPage | None = read_at(pages.select_related("recording"), slug)
    if page is None or page.is_upcoming or not is_open_to(request, page.recording):
        raise Http404
    return page

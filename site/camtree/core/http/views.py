"""Small public views that belong to no section."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from camtree.core.http.faults import cannot_be_read, is_part_away
from camtree.core.pages.covers import svg_from_token
from camtree.core.pages.moved import moved_answer
from camtree.core.pages.removed import removed_answer

# The drawing carries its own light and dark palette, and nothing else may run in it.
COVER_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


@require_safe
@vary_on_headers("Accept-Language")
def front_door(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the front page in the language that fits their browser best."""
    return HttpResponseRedirect(f"/{get_language_from_request(request)}/")


@require_safe
@cache_control(public=True, max_age=31536000, immutable=True)
def cover(request: HttpRequest, token: str) -> HttpResponse:
    """A tree-ring cover. Its address holds all it is drawn from, so it may be kept for ever."""
    try:
        drawing = svg_from_token(token)
    except ValueError as error:
        raise Http404 from error
    # As a header, so that copies in the page cache carry it, too.
    return HttpResponse(drawing, "image/svg+xml", headers={"Content-Security-Policy": COVER_POLICY})


def _for_machines(request: HttpRequest, template: str) -> HttpResponse:
    """A text that says the same whatever language its reader's browser prefers."""
    with override("en"):
        return render(request, template, {"languages": settings.LANGUAGES}, content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read, and where the site map is."""
    return _for_machines(request, "robots.txt")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """How machines should read and cite the library (the /llms.txt convention)."""
    return _for_machines(request, "llms.txt")


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with a way on; 410 with the reason, where a section knows that something was here; and to where a page was
    moved that has another language than the address."""
    known = removed_answer(request) or moved_answer(request)
    return known or render(request, "404.html", {"is_view": True}, status=404)


def permission_denied(request: HttpRequest, exception: BaseException | None = None) -> HttpResponse:
    """403, with a way on."""
    return render(request, "403.html", {"is_view": True}, status=403)


def form_not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that cannot be told from one of another site: most often cookies are off, or somebody signed in
    or out meanwhile."""
    return render(request, "403.html", {"is_view": True, "is_form": True}, status=403)


def bad_request(request: HttpRequest, exception: BaseException | None) -> HttpResponse:
    """400 with a sentence; 413 for a form that holds more than is read. The browser's way back keeps what was typed.

    Django reads a form long before its view is asked, so no view can say this.
    """
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        says, status = _("This is too long to send at once. Go back: your text is still there. Send it in pieces."), 413
    else:
        says, status = _("This could not be read. Please load the page again."), 400
    return HttpResponse(says, status=status, content_type="text/plain; charset=utf-8")


def server_error(request: HttpRequest) -> HttpResponse:
    """500; 503 where a part is away that comes back by itself, 400 for what cannot be kept. Asks nothing of the
    database: that may be the part."""
    error = sys.exception()
    if cannot_be_read(error):
        return bad_request(request, error)
    if is_part_away(error):
        answer = render(request, "503.html", status=503)
        answer["Retry-After"] = "10"
        return answer
    return render(request, "500.html", status=500)

"""Recordings on other sites: the frame that holds the film with its captions, and the address that tells of it.

Source: oEmbed 1.0, https://oembed.com
"""

import re
from typing import Any, Final
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from camtree.core.http.addresses import absolute_url_for
from camtree.core.pages.queries import read_at
from camtree.media.privacy import is_private
from webinars.models import WebinarPage
from webinars.moments import moment_asked

PAGE: Final = re.compile(r"/(?P<language>[a-z-]+)/webinars/(?P<slug>[^/]+)/")
WIDTH, SHAPE = 640, 9 / 16
# A frame on another site carries no session: what it shows is for everybody.
ANYWHERE: Final = settings.SECURE_CSP | {"frame-ancestors": ["*"]}


def get_public_recording(slug: str) -> WebinarPage:
    """The one way to a recording from another site: its page is live, public and over, and so is the recording."""
    pages = WebinarPage.objects.live().public().exclude(recording=None).select_related("recording")
    page: WebinarPage | None = read_at(pages, slug)
    if page is None or page.is_upcoming or is_private(page.recording):
        raise Http404
    return page


@xframe_options_exempt
@csp_override(ANYWHERE)
@require_safe
def frame(request: HttpRequest, slug: str) -> HttpResponse:
    """The film alone, to stand in a frame."""
    page: Any = get_public_recording(slug)
    context = {"webinar": page, "media": page.recording, "second": moment_asked(request.GET)}
    return render(request, "webinars/recordings/frame.html", context)


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """What another site asks about the address of a recording."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"error": _("This is told as JSON alone.")}, status=501)
    asked = urlsplit(request.GET.get("url", ""))
    found = PAGE.fullmatch(asked.path)
    if asked.netloc != request.get_host() or found is None or found["language"] not in dict(settings.LANGUAGES):
        return JsonResponse({"error": _("This is the address of no recording.")}, status=404)
    with translation.override(found["language"]):
        try:
            page = get_public_recording(found["slug"])
        except Http404:
            return JsonResponse({"error": _("This is the address of no recording.")}, status=404)
        return JsonResponse(_told(request, page, found["slug"], asked.query))


def _told(request: HttpRequest, page: Any, slug: str, query: str) -> dict[str, Any]:
    media = page.recording
    shape = media.height / media.width if media.width and media.height else SHAPE
    width = min(WIDTH, _most(request.GET, "maxwidth"), int(_most(request.GET, "maxheight") / shape))
    height = round(width * shape)
    source = request.build_absolute_uri(reverse("recording_frame", args=[slug]))
    if moments := parse_qs(query).get("t"):
        source += "?" + urlencode({"t": moments[-1]})
    told = {
        "version": "1.0",
        "type": "video",
        "title": page.title,
        "author_name": ", ".join(page.speaker_names),
        "provider_name": "CamTREE",
        "provider_url": request.build_absolute_uri("/"),
        "width": width,
        "height": height,
        "html": format_html(
            '<iframe src="{}" width="{}" height="{}" title="{}" allow="fullscreen; picture-in-picture" allowfullscreen '
            'loading="lazy"></iframe>',
            source, width, height, page.title,
        ),
    }  # fmt: skip
    if media.thumbnail:
        told["thumbnail_url"] = request.build_absolute_uri(media.thumbnail.url)
    return told


def _most(query: QueryDict, name: str) -> int:
    """A width or height that the other site has room for."""
    value = query.get(name, "")
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 6 else 100_000


def oembed_address(request: HttpRequest, page: WebinarPage) -> str:
    """Where it is told of a page."""
    told = {"url": absolute_url_for(page, request=request), "format": "json"}
    return request.build_absolute_uri(f"{reverse('oembed')}?{urlencode(told)}")

"""What the page of a webinar asks about its recording."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from camtree.core.http.addresses import absolute_url_for, asked
from camtree.core.templatetags.core_tags import clock
from camtree.media.access import is_open_to
from camtree.media.privacy import is_private
from webinars.models import WebinarPage
from webinars.moments import moment_asked
from webinars.recordings.embedding import oembed_address
from webinars.recordings.linked_data import event_data, video_data
from webinars.recordings.queries import place_of
from webinars.recordings.readings import Reading

register = template.Library()


@register.simple_tag(takes_context=True)
def kept_as(context: dict[str, Any], page: WebinarPage) -> str | None:
    """By what the page is kept: the language of its transcript. None where it shows what only this address asks for,
    or what only some visitors may see."""
    request = context["request"]
    if page.recording_id and (moment_asked(request.GET) is not None or is_private(page.recording)):
        return None
    return str(asked(request).get("transcript", ""))[:12]


@register.simple_tag(takes_context=True)
def reading_of(context: dict[str, Any], page: WebinarPage) -> Reading | None:
    """The recording as this reader reads it; None where there is none, or none for them."""
    request = context["request"]
    if page.recording is None or page.is_upcoming or not is_open_to(request, page.recording):
        return None
    return Reading(page, get_language() or page.language, request.GET)


@register.simple_tag(takes_context=True)
def linked_data(context: dict[str, Any], page: WebinarPage) -> SafeString:
    """What machines read of the webinar, as a block of JSON-LD; nothing where only some may know of its recording."""
    request = context["request"]
    address = absolute_url_for(page, request=request)
    if page.is_upcoming:
        told = event_data(page, address)
    elif page.recording is not None and not is_private(page.recording):
        told = video_data(Reading(page, page.language, {}), address, request.build_absolute_uri)
    else:
        return mark_safe("")
    # Nothing in it can end the element that it stands in.
    text = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))


@register.simple_tag(takes_context=True)
def embed_link(context: dict[str, Any], page: WebinarPage) -> SafeString:
    """Where other sites ask how to show the recording, of one that everybody may play."""
    if page.is_upcoming or page.recording is None or is_private(page.recording):
        return mark_safe("")
    address = oembed_address(context["request"], page)
    return format_html('<link rel="alternate" type="application/json+oembed" href="{}">', address)


@register.simple_tag(takes_context=True)
def stopped_at(context: dict[str, Any], page: WebinarPage) -> int | None:
    """Where this member stopped. None for visitors, whose own device knows, and where another moment is asked for."""
    request = context["request"]
    if not page.recording_id or not request.user.is_authenticated or moment_asked(request.GET) is not None:
        return None
    return place_of(request.user, page)


@register.filter
def as_moment(second: int) -> str:
    """A second of a recording as players write it, the first one too."""
    return clock(second) or "0:00"

"""Recordings for programs that play podcasts: the films, and the sound alone.

RSS 2.0 with the words of Apple (https://help.apple.com/itc/podcasts_connect/#/itcb54353390) and of the podcast
namespace (https://podcastnamespace.org/): persons, transcripts in each language, chapters.
"""

import uuid
from datetime import datetime
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from camtree.core.http.addresses import absolute_url_for
from camtree.core.http.feeds import LanguageFeed
from camtree.core.words.locales import active_locale
from camtree.core.words.signs import all_printable
from camtree.media.offers import Offer, offers_of
from camtree.media.privacy import private_collections
from camtree.media.transcripts import tracks_to_read
from webinars.models import WebinarPage
from webinars.recordings.access import get_recorded_for

NEWEST = 50
# By which the namespace makes the name of a feed out of its address.
FEEDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


class PodcastFeed(Rss201rev2Feed):
    """RSS with what podcasts say besides. `extra` of feed and items are `(name, text, attributes)`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*all_printable(args), **all_printable(kwargs))

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*all_printable(args), **all_printable(kwargs))

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        _write(handler, self.feed["extra"])
        handler.startElement("itunes:category", {"text": "Education"})
        handler.endElement("itunes:category")

    def add_item_elements(self, handler: Any, item: Any) -> None:
        super().add_item_elements(handler, item)
        _write(handler, item["extra"])


def _write(handler: Any, extra: list[tuple[str, str, dict[str, str]]]) -> None:
    for name, text, attributes in extra:
        handler.addQuickElement(name, text or None, attributes)


class RecordingFeed(LanguageFeed):
    """The latest recordings that everybody may play, as films."""

    feed_type: Any = PodcastFeed
    is_film: ClassVar = True
    address: ClassVar = "video_feed"

    def title(self, request: HttpRequest) -> str:
        return _("CamTREE: recorded webinars") if self.is_film else _("CamTREE: recorded webinars, sound alone")

    def description(self, request: HttpRequest) -> str:
        return _("Teachers talk about what they tried, with transcripts and chapters.")

    def link(self, request: HttpRequest) -> str:
        return f"/{request.LANGUAGE_CODE}/webinars/"

    def feed_extra_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        address = request.build_absolute_uri(reverse(self.address, args=[request.LANGUAGE_CODE]))
        name = uuid.uuid5(FEEDS, address.partition("://")[2].rstrip("/"))
        extra: list[tuple[str, str, dict[str, str]]] = [
            ("itunes:author", "CamTREE", {}),
            ("itunes:explicit", "false", {}),
            ("podcast:guid", str(name), {}),
            ("podcast:medium", "video" if self.is_film else "podcast", {}),
        ]
        return {"extra": extra}

    def items(self, request: HttpRequest) -> list[WebinarPage]:
        pages = WebinarPage.objects.shown_in(active_locale()).past().exclude(recording=None)
        pages = pages.exclude(recording__collection__in=private_collections()).defer_streamfields()
        pages = pages.select_related("recording").prefetch_related(
            "speakers", "chapters", "recording__caption_tracks", "recording__renditions"
        )
        found = []
        for page in pages[:NEWEST]:
            page.in_feed = self._offer(page)
            page.asked_by = request
            if page.in_feed is not None:
                found.append(page)
        return found

    def _offer(self, page: Any) -> Offer | None:
        """The lightest way to play it."""
        return next((offer for offer in offers_of(page.recording) if offer.is_film == self.is_film), None)

    def item_title(self, item: WebinarPage) -> str:
        return str(item.title)

    def item_description(self, item: WebinarPage) -> str:
        return str(item.introduction)

    def item_link(self, item: Any) -> str:
        return absolute_url_for(item, request=item.asked_by)

    def item_guid(self, item: WebinarPage) -> str:
        return f"urn:uuid:{item.translation_key}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: WebinarPage) -> datetime | None:
        return item.ends_at

    def item_enclosures(self, item: Any) -> list[Enclosure]:
        offer = item.in_feed
        return [Enclosure(item.asked_by.build_absolute_uri(offer.url), str(offer.octets or 0), offer.type)]

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        whole, media = item.asked_by.build_absolute_uri, item.recording
        extra: list[tuple[str, str, dict[str, str]]] = [
            ("itunes:author", ", ".join(item.speaker_names), {}),
            ("itunes:explicit", "false", {}),
            *(("podcast:person", name, {}) for name in item.speaker_names),
            *(
                (
                    "podcast:transcript",
                    "",
                    {"url": whole(track.file.url), "type": "text/vtt", "language": track.language},
                )
                for track in tracks_to_read(media)
            ),
        ]
        if media.duration:
            extra.append(("itunes:duration", str(round(media.duration)), {}))
        if item.chapters.all():
            chapters = whole(reverse("recording_chapters", args=[item.slug]))
            extra.append(("podcast:chapters", "", {"url": chapters, "type": "application/json+chapters"}))
        return {"extra": extra}


class SoundFeed(RecordingFeed):
    """The same as sound alone: of recordings of which that was made."""

    is_film = False
    address = "sound_feed"


@require_safe
def chapters(request: HttpRequest, slug: str) -> HttpResponse:
    """The chapters of a recording, as players of podcasts read them.

    Source: https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
    """
    page = get_recorded_for(request, slug)
    address = absolute_url_for(page, request=request)
    told = [
        {"startTime": chapter.seconds, "title": chapter.title, "url": f"{address}?t={chapter.seconds}"}
        for chapter in sorted(page.chapters.all(), key=lambda row: row.seconds)
    ]
    if not told:
        raise Http404
    return JsonResponse({"version": "1.2.0", "chapters": told}, content_type="application/json+chapters")

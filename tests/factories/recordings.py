"""Recordings with captions, on pages that are over."""

from typing import Any

from wagtailmedia.models import MediaType

from camtree.media.actions import store_caption_track, store_media
from camtree.media.models import CamtreeMedia
from tests.camtree.media.samples import MP4
from tests.factories.files import upload
from tests.factories.pages import make_webinar
from webinars.models import WebinarChapter, WebinarPage

ENGLISH = b"""WEBVTT

00:00.000 --> 00:02.000
<v Ana>Good morning.

00:05.000 --> 00:08.000
<v Ana>We talk on the same day.

01:10.000 --> 01:14.000
<v Tomos>Ask what helped.

12:34.500 --> 12:39.000
<v Ana>Write down the silences &amp; <i>their</i> words.
"""
SPANISH = "WEBVTT\n\n00:00.000 --> 00:02.000\nBuenos días.\n\n12:34.500 --> 12:39.000\nAnota los silencios.\n".encode()


def make_recording(*, duration: int = 900, collection: Any = None, **captions: bytes) -> CamtreeMedia:
    """A film with captions by language; in English, where nothing else is said."""
    file = upload("talk.mp4", MP4)
    media = store_media(title="Talk", file=file, type=MediaType.VIDEO, duration=duration, collection=collection)
    for language, content in (captions or {"en": ENGLISH}).items():
        store_caption_track(media=media, language=language, file=upload("talk.vtt", content))
    return media


def make_recorded(
    media: CamtreeMedia | None = None, *, chapters: tuple[tuple[str, str], ...] = (), **fields: Any
) -> WebinarPage:
    """A webinar of last week with its recording; chapters as `("12:34", "Silences")`."""
    rows = [WebinarChapter(at=at, title=title, sort_order=place) for place, (at, title) in enumerate(chapters)]
    return make_webinar(
        fields.pop("title", "Talk in pairs"), in_days=-7, recording=media or make_recording(), chapters=rows, **fields
    )

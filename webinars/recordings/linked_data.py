"""What machines read of a webinar: an Event before it, a VideoObject with its chapters after it.

The words of the transcript stand on the page and in the tracks that are named here, and not here once more: an hour of
them would double what a reader on a slow line pays for. Source: https://schema.org/Event, https://schema.org/VideoObject
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils.duration import duration_iso_string

from webinars.models import WebinarPage
from webinars.recordings.readings import Reading

SCHEMA = "https://schema.org"


def event_data(page: WebinarPage, address: str) -> dict[str, Any]:
    """A webinar that is to come. `address` is where its page lies."""
    told = _common(page, address) | {
        "@type": "Event",
        "startDate": page.moment.starts.isoformat(),
        "endDate": page.moment.ends.isoformat(),
        "eventAttendanceMode": f"{SCHEMA}/OnlineEventAttendanceMode",
        "eventStatus": f"{SCHEMA}/Event{'Cancelled' if page.is_cancelled else 'Scheduled'}",
        "location": {"@type": "VirtualLocation", "url": address},
        "organizer": _CAMTREE,
        "isAccessibleForFree": True,
        "performer": _people(page),
    }
    if page.capacity:
        told["maximumAttendeeCapacity"] = page.capacity
    return told


def video_data(reading: Reading, address: str, whole: Callable[[str], str]) -> dict[str, Any]:
    """A recording. `whole` makes a whole address of one on this host."""
    page, media = reading.page, reading.media
    told = _common(page, address) | {
        "@type": "VideoObject" if media.type == "video" else "AudioObject",
        "uploadDate": media.created_at.isoformat(),
        "contentUrl": whole(media.url),
        "publisher": _CAMTREE,
        "actor": _people(page),
        "isAccessibleForFree": True,
        "hasPart": _clips(reading, address),
        "caption": [
            {
                "@type": "MediaObject",
                "contentUrl": whole(track.file.url),
                "encodingFormat": "text/vtt",
                "inLanguage": track.language,
            }
            for track in reading.tracks
        ],
    }
    if media.duration:
        told["duration"] = duration_iso_string(timedelta(seconds=round(media.duration)))
    if media.thumbnail:
        told["thumbnailUrl"] = whole(media.thumbnail.url)
    return told


_CAMTREE = {"@type": "Organization", "name": "CamTREE"}


def _common(page: WebinarPage, address: str) -> dict[str, Any]:
    return {
        "@context": SCHEMA,
        "name": page.title,
        "description": page.introduction,
        "url": address,
        "inLanguage": page.language,
    }


def _people(page: WebinarPage) -> list[dict[str, str]]:
    return [{"@type": "Person", "name": name} for name in page.speaker_names]


def _clips(reading: Reading, address: str) -> list[dict[str, Any]]:
    """The chapters, each up to the next."""
    chapters, clips = reading.chapters, []
    ends: list[int | None] = [
        *(chapter.seconds for chapter in chapters[1:]),
        round(reading.media.duration or 0) or None,
    ]
    for chapter, end in zip(chapters, ends, strict=False):
        clip = {"@type": "Clip", "name": chapter.title, "startOffset": chapter.seconds}
        if end is not None and end > chapter.seconds:
            clip["endOffset"] = end
        clips.append(clip | {"url": f"{address}?t={chapter.seconds}"})
    return clips

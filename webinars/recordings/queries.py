"""Reads about those who watch recordings."""

from typing import Any

from webinars.models import WebinarPage
from webinars.recordings.models import RecordingPlace

# So near the beginning nobody needs to be told.
WORTH_TELLING = 10


def place_of(member: Any, page: WebinarPage) -> int | None:
    """The second at which a member stopped; None where that is not worth telling."""
    second = (
        RecordingPlace.objects.filter(member=member, work=page.translation_key).values_list("second", flat=True).first()
    )
    return second if second and second >= WORTH_TELLING else None

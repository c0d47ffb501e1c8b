"""Webinars ask the database as few things for twelve as for one."""

import pytest

from tests.factories.pages import make_translation, make_webinar
from tests.queries import Look, in_languages, same_at_one_and_twelve
from webinars.models import WebinarSpeaker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def more_webinars(number: int) -> None:
    """As many to come as past ones; every other one is translated."""
    for place in range(number):
        for name, days in (("Coming", 7), ("Past", -7)):
            webinar = make_webinar(f"{name} {place}", in_days=days)
            if place % 2:
                make_translation(webinar)


def test_the_programme_its_feed_and_its_calendar() -> None:
    same_at_one_and_twelve(
        more_webinars,
        *in_languages("/en/webinars/", 9, 'class="card webinar-card"', (2, 24)),
        *in_languages("/feeds/en/webinars.atom", 1, "<entry>", (2, 24)),
        *in_languages("/en/webinars/calendar.ics", 1, "BEGIN:VEVENT"),
    )


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_webinar_with_many_speakers(language: str) -> None:
    webinar = make_webinar(speakers=0, language=language)

    def more_speakers(number: int) -> None:
        webinar.speakers = [
            *webinar.speakers.all(),
            *(WebinarSpeaker(name="Rosa", country="PE") for _ in range(number)),
        ]
        webinar.save_revision().publish()

    same_at_one_and_twelve(more_speakers, Look(webinar.url, 3, '<li class="person">'))

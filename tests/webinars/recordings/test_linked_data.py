"""What machines read of a webinar."""

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from tests.factories.pages import make_webinar
from tests.factories.recordings import ENGLISH, SPANISH, make_recorded, make_recording

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_on_disk")]


def told(address: str) -> Any:
    page = BeautifulSoup(Client().get(address).content, "html.parser")
    found = page.select("script[type='application/ld+json']")
    return json.loads(found[0].get_text()) if found else None


def test_an_event_before() -> None:
    webinar = make_webinar("Talk </script> in pairs & more", time_zone="Asia/Almaty", speakers=2, capacity=50)
    event = told(webinar.url)
    assert (event["@type"], event["name"]) == ("Event", "Talk </script> in pairs & more")
    assert event["startDate"] == webinar.moment.starts.isoformat()
    assert event["startDate"].endswith("+05:00")
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["location"] == {"@type": "VirtualLocation", "url": f"http://testserver{webinar.url}"}
    assert [one["name"] for one in event["performer"]] == ["Speaker 0", "Speaker 1"]
    assert event["maximumAttendeeCapacity"] == 50


def test_an_event_that_is_cancelled_says_so() -> None:
    assert (
        told(make_webinar(is_cancelled=True, cancelled_because="The speaker is ill.").url)["eventStatus"]
        == "https://schema.org/EventCancelled"
    )


def test_a_film_after_with_its_chapters() -> None:
    media = make_recording(en=ENGLISH, es=SPANISH)
    webinar = make_recorded(media, chapters=(("12:34", "Silences"), ("01:10", "What to ask")))
    video, address = told(webinar.url), f"http://testserver{webinar.url}"
    assert (video["@type"], video["duration"], video["url"]) == ("VideoObject", "P0DT00H15M00S", address)
    assert video["contentUrl"] == f"http://testserver{media.url}"
    assert video["hasPart"] == [
        {"@type": "Clip", "name": "What to ask", "startOffset": 70, "endOffset": 754, "url": f"{address}?t=70"},
        {"@type": "Clip", "name": "Silences", "startOffset": 754, "endOffset": 900, "url": f"{address}?t=754"},
    ]
    assert [track["inLanguage"] for track in video["caption"]] == ["en", "es"]


def test_nothing_of_what_only_some_may_see() -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    webinar = make_recorded(make_recording(collection=closed))
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert told(webinar.url) is None

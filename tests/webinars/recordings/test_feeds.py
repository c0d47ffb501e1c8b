"""What programs that play podcasts are told, as they read it."""

from typing import Any

import pytest
from django.test import Client
from lxml import etree
from wagtail.models import Collection, CollectionViewRestriction

from camtree.media.models import MediaRendition
from tests.factories.files import upload
from tests.factories.pages import make_translation, make_webinar
from tests.factories.recordings import ENGLISH, SPANISH, make_recorded, make_recording
from tests.queries import budget

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_on_disk")]
SPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
}


def feed(name: str = "recordings", language: str = "en") -> Any:
    answer = Client().get(f"/feeds/{language}/{name}.rss")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
    return etree.fromstring(answer.content).find("channel")


def titles(channel: Any) -> list[str]:
    return [item.findtext("title") for item in channel.findall("item")]


def make_sound(webinar: Any) -> MediaRendition:
    media, file = webinar.recording, upload("talk.m4a", b"a sound")
    row: MediaRendition = MediaRendition.objects.create(
        media=media, file=file, kind="audio", state="made", of_version=media.version, file_size=7
    )
    return row


def test_a_recording_with_persons_transcripts_and_chapters() -> None:
    media = make_recording(en=ENGLISH, es=SPANISH)
    webinar = make_recorded(media, chapters=(("12:34", "Silences & words"), ("01:10", "What to ask")), speakers=2)
    make_webinar("To come")
    make_webinar("Without a recording", in_days=-3)
    channel = feed()
    assert [channel.findtext(f"itunes:{name}", namespaces=SPACES) for name in ("author", "explicit")] == [
        "CamTREE",
        "false",
    ]
    assert channel.find("itunes:category", SPACES).get("text") == "Education"
    assert len(channel.findtext("podcast:guid", namespaces=SPACES)) == 36
    (item,) = channel.findall("item")
    assert item.findtext("link") == f"http://testserver{webinar.url}"
    enclosure = item.find("enclosure")
    assert enclosure.attrib == {
        "url": f"http://testserver{media.url}", "length": str(media.file_size), "type": "video/mp4"
    }  # fmt: skip
    assert [one.text for one in item.findall("podcast:person", SPACES)] == ["Speaker 0", "Speaker 1"]
    transcripts = item.findall("podcast:transcript", SPACES)
    assert [(one.get("language"), one.get("type")) for one in transcripts] == [("en", "text/vtt"), ("es", "text/vtt")]
    assert Client().get(transcripts[1].get("url").removeprefix("http://testserver")).status_code == 200
    assert item.findtext("itunes:duration", namespaces=SPACES) == "900"
    chapters = item.find("podcast:chapters", SPACES)
    assert chapters.get("type") == "application/json+chapters"
    answer = Client().get(chapters.get("url").removeprefix("http://testserver"))
    assert answer["Content-Type"] == "application/json+chapters"
    assert answer.json() == {
        "version": "1.2.0",
        "chapters": [
            {"startTime": 70, "title": "What to ask", "url": f"http://testserver{webinar.url}?t=70"},
            {"startTime": 754, "title": "Silences & words", "url": f"http://testserver{webinar.url}?t=754"},
        ],
    }


def test_sound_alone_is_told_where_it_was_made() -> None:
    make_recorded(title="Film only")
    row = make_sound(make_recorded(title="Both"))
    assert titles(feed("recordings-sound")) == ["Both"]
    (enclosure,) = feed("recordings-sound").iter("enclosure")
    assert enclosure.attrib == {"url": f"http://testserver{row.file.url}", "length": "7", "type": "audio/mp4"}
    assert sorted(titles(feed())) == ["Both", "Film only"]


def test_what_only_some_may_see_is_in_no_feed() -> None:
    closed = Collection.get_first_root_node().add_child(name="Closed")
    webinar = make_recorded(make_recording(collection=closed), chapters=(("01:10", "What to ask"),))
    assert titles(feed()) == ["Talk in pairs"]
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    assert titles(feed()) == []
    assert Client().get(f"/en/webinars/{webinar.slug}/chapters.json").status_code == 404


def test_each_language_has_a_feed_of_its_own_with_one_of_each_work() -> None:
    translated = make_translation(make_recorded(), "ar")
    translated.title = "حديث"
    translated.save_revision().publish()
    assert (titles(feed()), titles(feed(language="ar"))) == (["Talk in pairs"], ["حديث"])
    assert feed(language="ar").findtext("language") == "ar"
    assert Client().get("/feeds/xx/recordings.rss").status_code == 404


def test_chapters_of_none_are_not_there() -> None:
    webinar = make_recorded()
    assert Client().get(f"/en/webinars/{webinar.slug}/chapters.json").status_code == 404


def test_a_feed_asks_as_much_for_one_as_for_many() -> None:
    make_recorded()
    Client().get("/feeds/en/recordings.rss")
    for number in range(5):
        make_recorded(title=f"Talk {number}")
    with budget(12, same_shape=2):
        Client().get("/feeds/en/recordings.rss")

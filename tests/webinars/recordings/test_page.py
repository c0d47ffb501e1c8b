"""The page of a recording shows words first, and every moment of it has an address that works without script."""

import gzip
import random
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from camtree.media.models import CamtreeMedia
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_translation
from tests.factories.recordings import ENGLISH, SPANISH, make_recorded, make_recording
from tests.queries import budget

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_on_disk")]


def look(client: Client, address: str) -> Any:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def said(page: Any) -> list[str]:
    return [" ".join(one.get_text().split()) for one in page.select(".said p, .said h3")]


def marked(page: Any) -> list[str]:
    return [one.get_text() for one in page.select(".said mark#at")]


def source(page: Any) -> str:
    return str(page.select("video source")[0].get("src"))


def test_the_transcript_stands_by_chapter_and_speaker(client: Client) -> None:
    webinar = make_recorded(chapters=(("01:10", "What to ask"), ("12:34", "Silences")))
    page = look(client, webinar.url)
    assert said(page) == [
        "0:00 Ana Good morning. We talk on the same day.",
        "1:10 What to ask",
        "1:10 Tomos Ask what helped.",
        "12:34 Silences",
        "12:34 Ana Write down the silences & their words.",
    ]
    assert marked(page) == []
    assert "#t=" not in source(page)
    assert [one.get("href") for one in page.select(".chapters a")] == ["?t=70#at-70", "?t=754#at-754"]


@pytest.mark.parametrize(
    ("query", "second", "line"),
    [
        ("?t=754", 754, "Write down the silences & their words."),
        ("?t=12:34", 754, "Write down the silences & their words."),
        ("?at=755", 755, "Write down the silences & their words."),
        ("?t=69", 69, "We talk on the same day."),
        ("?t=0", 0, "Good morning."),
    ],
)
def test_an_address_of_a_moment_marks_its_line_and_begins_the_film_there(
    client: Client, query: str, second: int, line: str
) -> None:
    page = look(client, make_recorded().url + query)
    assert marked(page) == [line]
    assert source(page).endswith(f"#t={second}" if second else ".mp4")
    assert page.select(".asked q")[0].get_text() == line


@pytest.mark.parametrize("query", ["?t=901", "?t=abc", "?t=-1", "?t=" + "9" * 400, "?t="])
def test_a_moment_that_is_none_is_passed_over(client: Client, query: str) -> None:
    page = look(client, make_recorded().url + query)
    assert marked(page) == []
    assert page.select(".asked") == []


def test_a_moment_is_shown_although_the_page_was_kept_before(client: Client) -> None:
    webinar = make_recorded()
    member = browser_of(make_member())
    for query, lines in (("", 0), ("?t=754", 1), ("", 0), ("?t=0", 1)):
        assert len(marked(look(member, webinar.url + query))) == lines


@pytest.mark.parametrize(
    ("address", "language", "first"),
    [
        ("/en/", "en", "0:00 Ana Good morning."),
        ("/es/", "es", "0:00 Buenos días."),
        ("/fr/", "en", "0:00 Ana Good morning."),
        ("/en/?transcript=es", "es", "0:00 Buenos días."),
        ("/es/?transcript=en", "en", "0:00 Ana Good morning."),
        ("/es/?transcript=zz", "es", "0:00 Buenos días."),
    ],
)
def test_the_transcript_is_in_the_readers_language_or_the_one_they_chose(
    client: Client, address: str, language: str, first: str
) -> None:
    webinar = make_recorded(make_recording(en=ENGLISH, es=SPANISH))
    frame, _, query = address.strip("/").partition("/")
    page = look(client, webinar.url.replace("/en/", f"/{frame}/") + query)
    assert page.select(".said")[0].get("lang") == language
    assert said(page)[0].startswith(first)
    assert page.select(".read-in [aria-current]")[0].get("hreflang") == language


def test_links_of_lines_keep_the_language_that_was_chosen(client: Client) -> None:
    webinar = make_recorded(make_recording(en=ENGLISH, es=SPANISH))
    page = look(client, f"{webinar.url}?transcript=es&t=754")
    assert page.select(".said p a.at")[0].get("href") == "?t=0&transcript=es#at"
    assert [one.get("href") for one in page.select(".read-in a")] == [
        "?transcript=en&t=754#transcript",
        "?transcript=es&t=754#transcript",
    ]


def test_a_translated_page_reads_in_its_own_language(client: Client) -> None:
    webinar = make_recorded(make_recording(en=ENGLISH, es=SPANISH))
    page = look(client, make_translation(webinar, "es").url)
    assert said(page) == ["0:00 Buenos días. Anota los silencios."]


def test_what_captions_say_is_text_and_never_markup(client: Client) -> None:
    bad = b'WEBVTT\n\n00:00.000 --> 00:01.000\n<v "><b>Ana>&lt;script&gt;alert(1)&lt;/script&gt;\n'
    page = look(client, make_recorded(make_recording(en=bad)).url)
    assert page.select(".said script, .said p b b") == []
    assert "<script>alert(1)</script>" in said(page)[0]


def test_a_webinar_without_captions_shows_the_typed_transcript(client: Client) -> None:
    media = make_recording()
    media.caption_tracks.all().delete()
    webinar = make_recorded(CamtreeMedia.objects.get(), transcript="<p>We talked.</p>")
    page = look(client, f"{webinar.url}?t=5")
    assert page.select("details.transcript")[0].get_text().split() == ["Transcript", "We", "talked."]
    assert page.select(".asked a")[0].get("href") == f"#recording-{media.pk}"


def test_an_hour_of_captions_is_light_and_asks_no_more_than_a_minute(client: Client, nothing_kept: None) -> None:
    """Nine thousand words: what goes over the line is compressed, as nginx or the cache does."""
    words = [f"word{number}" for number in random.Random(7).sample(range(3000), 1500)]
    draw = random.Random(8)
    cues = [
        f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}.000 --> {s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}.900\n"
        f"<v {'Ana' if s % 90 else 'Tomos'}>{' '.join(draw.choices(words, k=10))}."
        for s in range(0, 3600, 4)
    ]
    media = make_recording(duration=3600, en="WEBVTT\n\n{}\n".format("\n\n".join(cues)).encode())
    webinar = make_recorded(media, duration_minutes=60)
    client.get(webinar.url)
    with budget(5, same_shape=1):
        answer = client.get(webinar.url).content
    assert answer.count(b"data-t=") == 900
    assert len(gzip.compress(answer)) < 40_000


@pytest.mark.parametrize(("kind", "sees"), [("login", True), ("groups", False)])
def test_what_is_said_in_a_private_recording_is_told_to_those_it_is_open_to(
    client: Client, kind: str, sees: bool
) -> None:
    collection = Collection.get_first_root_node().add_child(name="Pilot schools")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type=kind)
    webinar = make_recorded(make_recording(collection=collection), chapters=(("12:34", "Silences"),))
    member = browser_of(make_member())
    for browser, may in ((client, False), (member, sees), (client, False)):
        for query in ("", "?t=754"):
            text = browser.get(webinar.url + query).content.decode()
            assert ("Good morning" in text, "<video" in text, "Silences" in text) == (may, may, may)
            assert ("open to some people only" in text) is not may


def test_a_moment_is_cited_with_spaces_between_its_parts(client: Client) -> None:
    """Templates lose the white space at the beginning of their lines."""
    webinar = make_recorded(speakers=1)
    cited = " ".join(look(client, f"{webinar.url}?t=754").select(".cite")[0].get_text().split())
    year = webinar.starts_at.year
    assert cited == (
        f"Cite this moment: Speaker 0 ({year}). Talk in pairs, 12:34. CamTREE. http://testserver{webinar.url}?t=754"
    )

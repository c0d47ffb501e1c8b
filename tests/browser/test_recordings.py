"""A recording is read, watched and gone on with, with script and without."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from playwright.sync_api import Browser, Page, expect
from wagtailmedia.models import MediaType

from camtree.media.actions import store_caption_track, store_media
from tests.factories.files import upload
from tests.factories.pages import make_translation, make_webinar
from webinars.models import WebinarChapter, WebinarPage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RECORDING = Path(__file__).parent / "files" / "thirty-seconds.webm"


def captions(*lines: str) -> bytes:
    cues = [
        f"00:{second:02}.000 --> 00:{second + 8:02}.000\n{line}"
        for second, line in zip((0, 10, 20), lines, strict=True)
    ]
    return "WEBVTT\n\n{}\n".format("\n\n".join(cues)).encode()


@pytest.fixture
def webinar(site_after_flush: None, settings: Any) -> WebinarPage:
    """Half a minute with captions in English and Arabic."""
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": local}
    with RECORDING.open("rb") as file:
        media = store_media(title="Talk", file=File(file, "talk.webm"), type=MediaType.VIDEO, duration=30)
    for language, lines in (
        ("en", ("We begin.", "Ask what helped.", "Write it down.")),
        ("ar", ("نبدأ الآن.", "اسأل عمّا ساعدهم.", "اكتب ما قالوه.")),
    ):
        store_caption_track(media=media, language=language, file=upload("t.vtt", captions(*lines)))
    chapters = [WebinarChapter(at="00:10", title="What to ask")]
    return make_webinar(in_days=-7, recording=media, chapters=chapters)


def until(page: Page, holds: str) -> None:
    """Look until something holds. Asked from outside: the policy of our pages forbids them to evaluate texts."""
    for _look in range(100):
        if page.evaluate(holds):
            return
        page.wait_for_timeout(100)
    raise AssertionError(holds)


def second(page: Page) -> float:
    return float(page.evaluate("document.querySelector('video').currentTime"))


def test_watching_with_captions_and_going_on(live_server: Any, page: Page, webinar: WebinarPage) -> None:
    page.goto(live_server.url + webinar.url)
    page.get_by_label("Captions").select_option("ar")
    page.get_by_text("Write it down.").click()
    until(page, "document.querySelector('video').currentTime >= 20")
    expect(page.locator(".said [aria-current]")).to_have_text("Write it down.")
    assert page.url.endswith("?t=20")
    modes = page.evaluate("[...document.querySelector('video').textTracks].map((t) => [t.language, t.mode])")
    assert dict(modes) == {"en": "disabled", "ar": "showing"}
    page.get_by_label("Speed").select_option("1.5")
    assert page.evaluate("document.querySelector('video').playbackRate") == 1.5
    page.evaluate("document.querySelector('video').pause()")
    page.goto(live_server.url + webinar.url)
    expect(page.get_by_text("You stopped at 0:2")).to_be_visible()
    expect(page.get_by_label("Speed")).to_have_value("1.5")
    expect(page.get_by_label("Captions")).to_have_value("ar")
    page.get_by_role("button", name="Go on from there").click()
    until(page, "document.querySelector('video').currentTime >= 20")


def test_looking_for_words_and_keys(live_server: Any, page: Page, webinar: WebinarPage) -> None:
    page.goto(live_server.url + webinar.url)
    page.get_by_label("Find in the transcript").fill("HELPED")
    expect(page.get_by_text("Lines found: 1")).to_be_visible()
    expect(page.locator(".said .found")).to_have_text("Ask what helped.")
    page.evaluate("document.querySelector('video').preload = 'auto'")
    until(page, "document.querySelector('video').readyState > 0")
    page.locator("video").focus()
    page.keyboard.press("l")
    until(page, "document.querySelector('video').currentTime === 10")
    page.keyboard.press("j")
    until(page, "document.querySelector('video').currentTime === 0")
    page.get_by_label("Find in the transcript").press("l")
    assert second(page) == 0


def test_reading_only_with_script_off(live_server: Any, browser: Browser, webinar: WebinarPage) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.resource_type))
        page.goto(live_server.url + webinar.url)
        expect(page.get_by_label("Speed")).to_be_hidden()
        page.locator(".chapters").get_by_role("link", name="What to ask").click()
        expect(page.locator(".said mark")).to_have_text("Ask what helped.")
        assert str(page.locator("video source").get_attribute("src")).endswith("#t=10")
        page.get_by_role("navigation", name="Read it in").locator("[hreflang=ar]").click()
        expect(page.locator(".said mark")).to_have_text("اسأل عمّا ساعدهم.")
        assert "media" not in asked


def test_in_arabic_on_a_phone(live_server: Any, browser: Browser, webinar: WebinarPage) -> None:
    arabic = make_translation(webinar, "ar")
    with browser.new_context(viewport={"width": 360, "height": 740}, color_scheme="dark") as context:
        page = context.new_page()
        page.goto(live_server.url + arabic.url)
        expect(page.locator(".said")).to_have_attribute("dir", "rtl")
        page.get_by_text("اكتب ما قالوه.").click()
        until(page, "document.querySelector('video').currentTime >= 20")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360

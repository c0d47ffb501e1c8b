"""Captions changed cue by cue beside their recording, with keys alone, and kept until they are saved."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.urls import reverse
from playwright.sync_api import Page, expect
from wagtailmedia.models import MediaType

from camtree.media.actions import store_caption_track, store_media
from camtree.media.models import CamtreeMedia, CaptionTrack
from tests.browser.test_quizzes import sign_in
from tests.factories.captions import TEXT, make_editor
from tests.factories.files import upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RECORDING = Path(__file__).parent / "files" / "thirty-seconds.webm"


def open_desk(page: Page, live_server: Any, settings: Any) -> CaptionTrack:
    settings.STORAGES = {
        **settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }  # fmt: skip
    with RECORDING.open("rb") as file:
        media = store_media(title="Talk", file=File(file, "talk.webm"), type=MediaType.VIDEO, duration=30)
    track = store_caption_track(media=media, language="en", file=upload("talk.vtt", TEXT.encode()))
    sign_in(page, make_editor(), live_server)
    page.goto(live_server.url + reverse("edit_captions", args=[track.pk]))
    expect(page.locator(".cue")).to_have_count(2)
    return track


def saved(page: Page, track: CaptionTrack) -> str:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    return str(CaptionTrack.objects.get(pk=track.pk).text)


def test_cues_change_by_the_keyboard_and_all_else_stays(
    site_after_flush: None, live_server: Any, page: Page, settings: Any
) -> None:
    track = open_desk(page, live_server, settings)
    words = page.get_by_label("Words")
    expect(words.nth(1)).to_have_value("Nobody & everybody")
    words.nth(1).focus()
    words.nth(1).evaluate("area => area.setSelectionRange(6, 6)")
    page.keyboard.press("Alt+s")
    expect(page.locator(".cue")).to_have_count(3)
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Home")
    page.keyboard.type("Almost ")
    page.get_by_label("Who speaks").nth(0).fill("Ana & Bo")
    page.get_by_label("Begins").nth(0).fill("0:02")
    page.get_by_label("Begins").nth(0).press("Tab")
    assert saved(page, track) == TEXT.replace("00:01.000 --> 00:04.000", "00:00:02.000 --> 00:00:04.000").replace(
        "<v Ana>", "<v Ana &amp; Bo>"
    ).replace(
        "00:05.000 --> 00:08.000 position:10%\n<v Ben>Nobody &amp; everybody",
        "00:00:05.000 --> 00:00:06.000 position:10%\n<v Ben>Almost Nobody\n\n"
        "00:00:06.000 --> 00:00:08.000 position:10%\n<v Ben>&amp; everybody",
    )


def test_join_add_delete_shift_and_take_back(
    site_after_flush: None, live_server: Any, page: Page, settings: Any
) -> None:
    track = open_desk(page, live_server, settings)
    words = page.get_by_label("Words")
    words.nth(0).focus()
    page.keyboard.press("Alt+j")
    expect(words).to_have_count(1)
    expect(words.nth(0)).to_have_value("Who spoke?\n<v Ben>Nobody & everybody")
    page.keyboard.press("Alt+z")
    expect(words).to_have_count(2)
    words.nth(1).focus()
    page.keyboard.press("Alt+n")
    expect(words).to_have_count(3)
    page.keyboard.type("That was a < b.")
    words.nth(0).focus()
    page.keyboard.press("Alt+x")
    expect(words).to_have_count(2)
    page.get_by_label("Shift all by seconds").fill("1.5")
    page.get_by_label("Shift all by seconds").press("Enter")
    text = saved(page, track)
    assert "first" not in text
    assert "STYLE\n::cue(b) { color: red }\n\nREGION\nid:left\nwidth:40%\n" in text
    assert text.endswith(
        "NOTE And again.\n\n00:00:06.500 --> 00:00:09.500 position:10%\n<v Ben>Nobody &amp; everybody\n\n"
        "00:00:09.500 --> 00:00:11.500 position:10%\n<v Ben>That was a &lt; b.\n"
    )


def test_words_that_were_not_saved_come_back(
    site_after_flush: None, live_server: Any, page: Page, settings: Any
) -> None:
    open_desk(page, live_server, settings)
    page.get_by_label("Words").nth(0).fill("Who spoke at all?")
    page.wait_for_timeout(300)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_label("Words").nth(0)).to_have_value("Who spoke at all?")


def test_a_wrong_cue_is_shown(site_after_flush: None, live_server: Any, page: Page, settings: Any) -> None:
    track = open_desk(page, live_server, settings)
    page.get_by_label("Ends").nth(1).fill("0:04")
    page.get_by_label("Ends").nth(1).press("Tab")
    expect(page.get_by_label("Ends").nth(1)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Line 18: The cue has to end after it starts.")
    expect(page.locator(".cue").nth(1)).to_have_class("cue is-wrong")
    expect(page.locator(".cue").nth(0)).to_have_class("cue")
    assert CaptionTrack.objects.get(pk=track.pk).text == TEXT


def test_without_script_the_file_is_a_text(site_after_flush: None, live_server: Any, browser: Any) -> None:
    """The words stand in one field with its label, and are saved with one button."""
    media = CamtreeMedia.objects.create(title="Talk", file="media/talk.mp4", type="video")
    track = store_caption_track(media=media, language="en", file=upload("talk.vtt", TEXT.encode()))
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, make_editor(), live_server)
    page.goto(live_server.url + reverse("edit_captions", args=[track.pk]))
    assert page.locator(".cue, .caption-tools").filter(visible=True).count() == 0
    page.get_by_label("Captions as WebVTT").fill(TEXT.replace("Who spoke?", "Who?"))
    assert saved(page, track) == TEXT.replace("Who spoke?", "Who?")
    context.close()

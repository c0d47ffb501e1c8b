"""A recording can be searched on the default set-up: local files, no web server in front."""

from pathlib import Path

import pytest
from django.core.files import File
from django.core.files.storage import storages
from playwright.sync_api import Page, Response
from wagtailmedia.models import MediaType

from camtree.media.actions import store_media
from tests.factories.pages import make_webinar

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RECORDING = Path(__file__).parent / "files" / "thirty-seconds.webm"

SEEK = """async (moment) => {
    const video = document.querySelector('video');
    if (video.readyState < 1) await new Promise((done) => video.addEventListener('loadedmetadata', done));
    const sought = new Promise((done) => video.addEventListener('seeked', done));
    video.currentTime = moment;
    await sought;
    return [video.currentTime, video.duration, video.seekable.end(0)];
}"""


def test_recording_plays_from_the_middle(live_server, page: Page, settings):
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": local}
    with RECORDING.open("rb") as file:
        name = storages["default"].save("media/thirty-seconds.webm", File(file))
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(f"{live_server.url}/media/{name}")
    moment, duration, seekable = page.evaluate(SEEK, 20)
    assert 19.5 < moment < 20.5
    assert 29 < duration < 31
    assert seekable == duration
    assert {answer.status for answer in answers if answer.url.endswith(".webm")} >= {206}


def test_an_address_of_the_search_begins_a_recording_there(site_after_flush, live_server, page: Page, settings):
    local = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": local}
    with RECORDING.open("rb") as file:
        media = store_media(title="Talk", file=File(file, "talk.webm"), type=MediaType.VIDEO, duration=30)
    webinar = make_webinar(in_days=-7, recording=media)
    page.goto(f"{live_server.url}{webinar.url}?t=20")
    page.wait_for_function("document.querySelector('video').currentTime > 19")
    assert page.evaluate("document.querySelector('video').paused")
    page.goto(f"{live_server.url}{webinar.url}?t=20#recording-{media.pk}")
    page.wait_for_function("document.querySelector('video').currentTime > 19")
    assert page.locator(f"#recording-{media.pk}:target video").is_visible()

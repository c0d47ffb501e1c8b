"""A recording that travels in pieces, over a line that breaks."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from camtree.media.models import CamtreeMedia, ResumableUpload
from tests.browser.test_admin import signed_in
from tests.camtree.media.samples import FILM
from tests.factories.members import make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MIB = 1024 * 1024


def told(page: Any) -> Any:
    return page.locator("[data-resumable-board]").get_by_role("status")


def choose(page: Any, live_server: Any, file: Path) -> None:
    page.goto(live_server.url + reverse("wagtailmedia:add", args=["video"]))
    page.set_input_files("#id_file", file)
    expect(page.locator("#id_title")).to_have_value("talk")
    page.get_by_role("button", name=re.compile("Upload")).click()


def test_a_recording_goes_on_where_the_line_broke(
    live_server: Any, page: Any, site_after_flush: None, files_on_disk: None, tmp_path: Path
) -> None:
    signed_in(page, live_server, make_member("Hannah", roles=("Editors",)))
    content = FILM + bytes(6 * MIB) + b"end"
    file = tmp_path / "talk.mp4"
    file.write_bytes(content)
    sent: list[int] = []

    def line(route: Any) -> None:
        if route.request.method != "PATCH":
            return route.continue_()
        sent.append(int(route.request.headers["upload-offset"]))
        return route.continue_() if len(sent) <= 3 else route.abort()

    def count(route: Any) -> None:
        sent.append(-1)
        route.continue_()

    page.route("**/recordings/uploads/*/", line)
    choose(page, live_server, file)
    expect(told(page)).to_have_text("3.1 of 6.3 MB are there.")
    page.wait_for_timeout(300)
    upload = ResumableUpload.objects.get()
    assert (upload.offset, CamtreeMedia.objects.count()) == (3 * MIB, 0)
    # Another day, on a line that holds.
    page.unroute_all()
    page.route("**/recordings/uploads/*/", count)
    choose(page, live_server, file)
    page.wait_for_url("**" + reverse("wagtailmedia:index"))
    media = CamtreeMedia.objects.get()
    assert (media.file_size, media.title, media.file.name) == (len(content), "talk", "media/talk.mp4")
    with media.file.open() as stored:
        assert stored.read() == content
    # Asked once how much is there, then the four pieces that were left.
    assert sent.count(-1) == 5
    assert not ResumableUpload.objects.exists()


def test_what_cannot_be_stored_is_told_at_once(
    live_server: Any, page: Any, site_after_flush: None, files_on_disk: None, tmp_path: Path, settings: Any
) -> None:
    settings.UPLOAD_MEDIA_MIB = 5
    signed_in(page, live_server, make_member("Hannah", roles=("Editors",)))
    file = tmp_path / "talk.mp4"
    file.write_bytes(FILM + bytes(6 * MIB))
    choose(page, live_server, file)
    expect(told(page)).to_have_text(re.compile("“talk.mp4” was not stored: it has 6.0.MB"))
    expect(page.get_by_role("button", name="Upload")).to_be_enabled()
    assert not CamtreeMedia.objects.exists()

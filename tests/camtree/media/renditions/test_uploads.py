"""What cannot be played is refused with a sentence, and nothing of it is stored."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.urls import reverse
from wagtail.models import Collection

from camtree.media.models import CamtreeMedia
from camtree.media.renditions import ffmpeg
from tests.camtree.media import samples
from tests.camtree.media.renditions.conftest import Clip
from tests.camtree.media.samples import upload

pytestmark = pytest.mark.django_db


def send(admin_site: Any, kind: str, file: Any) -> str:
    data = {"title": "Talk", "collection": Collection.get_first_root_node().pk, "duration": 1, "file": file}
    return str(admin_site.post(reverse("wagtailmedia:add", args=[kind]), data).content.decode())


def cut(path: Path) -> bytes:
    content = path.read_bytes()
    return content[: len(content) * 2 // 3]


def test_what_cannot_be_played_is_refused(admin_site: Any, stored: Any, clip: Clip) -> None:
    before = stored()
    whole = clip(how="-movflags +faststart -crf 1", seconds=20)
    for kind, content, why in (
        ("video", cut(whole), "it is damaged or cut off."),
        ("video", cut(clip("b.mp4", how="-crf 1")), "it is damaged or cut off."),
        ("video", samples.MP4, "it is damaged or cut off."),
        ("video", clip("c.mp4", size="").read_bytes(), "it has no moving picture. Upload it as sound."),
        ("video", clip("d.mp4", seconds=0.1, sound=False, how="-frames:v 0").read_bytes(), "it lasts 0 seconds."),
    ):
        page = send(admin_site, kind, upload("talk.mp4", content))
        assert f"“talk.mp4” was not stored: {why}" in page
    assert "it has no sound." in send(admin_site, "audio", upload("a.m4a", clip("e.mp4", sound=False).read_bytes()))
    assert not CamtreeMedia.objects.exists()
    assert stored() == before


def test_a_film_without_sound_and_a_large_one_are_taken(admin_site: Any, clip: Clip) -> None:
    assert send(admin_site, "video", upload("talk.mp4", clip(sound=False).read_bytes())) == ""
    large = TemporaryUploadedFile("talk.mp4", "video/mp4", 0, None)
    large.write(clip("big.mp4").read_bytes())
    large.seek(0)
    assert send(admin_site, "video", large) == ""
    assert CamtreeMedia.objects.count() == 2


def test_without_ffmpeg_the_original_is_taken_and_the_page_says_so(
    admin_site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ffmpeg, "is_there", lambda: False)
    assert send(admin_site, "video", upload("talk.mp4", samples.MP4)) == ""
    page = admin_site.get(reverse("media_sizes", args=[CamtreeMedia.objects.get().pk]))
    assert "the program ffmpeg is not installed on this server" in page.content.decode()
    assert "Refresh" not in page
    edit = admin_site.get(reverse("wagtailmedia:edit", args=[CamtreeMedia.objects.get().pk])).content.decode()
    assert "Sizes of this recording" in edit

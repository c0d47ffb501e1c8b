"""Sizes of a recording are made in the background, survive whoever makes them, and go with the recording."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.files.storage import storages
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction

from camtree.background.queues import QUEUES
from camtree.media.actions import store_media
from camtree.media.choices import RenditionState
from camtree.media.models import CamtreeMedia, MediaRendition
from camtree.media.offers import offers_of
from camtree.media.renditions import actions, ffmpeg
from camtree.media.renditions.actions import begin_again, make_rendition, plan_renditions
from camtree.media.renditions.tasks import ask_for_renditions, is_settled
from tests.camtree.media.renditions.conftest import Clip
from tests.camtree.media.test_placing import settle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("local_files")]


@pytest.fixture(autouse=True)
def queue(settings: Any) -> None:
    """Tasks wait for a worker."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": QUEUES}}


def store(path: Path, kind: Any = "video", collection: Collection | None = None) -> CamtreeMedia:
    with path.open("rb") as content:
        return store_media(title="Talk", file=File(content, path.name), type=kind, duration=2, collection=collection)


def make_all(media: CamtreeMedia) -> dict[str, str]:
    for row in plan_renditions(media=media):
        make_rendition(pk=row.pk)
    return dict(media.renditions.values_list("kind", "state"))


def facts_of(row: MediaRendition) -> ffmpeg.Facts:
    return ffmpeg.probe(Path(row.file.path))


def test_sizes_up_to_the_source_and_sound_alone(clip: Clip) -> None:
    media = store(clip(size="640x480", how="-crf 1"))
    assert make_all(media) == {"240p": "made", "480p": "made", "audio": "made"}
    rows = {row.kind: row for row in media.renditions.all()}
    sizes = {kind: (facts_of(row).width, facts_of(row).height) for kind, row in rows.items()}
    assert sizes == {"240p": (320, 240), "480p": (640, 480), "audio": (0, 0)}
    assert [(row.width, row.height) for row in rows.values()] == [sizes[kind] for kind in rows]
    assert all(row.file_size == row.file.size for row in rows.values())
    assert all(facts_of(row).has_sound for row in rows.values())
    assert Path(rows["240p"].file.path).read_bytes().index(b"moov") < 1000
    assert [offer.name for offer in offers_of(media)] == ["240p", "480p", "original", "audio"]
    assert is_settled(media)


def test_a_source_smaller_than_all_sizes_is_not_made_larger(clip: Clip) -> None:
    media = store(clip(size="100x76", how="-crf 1"))
    make_all(media)
    row = media.renditions.get(kind="240p")
    assert (row.state, row.width, row.height) == ("made", 100, 76)


def test_a_size_heavier_than_the_original_is_left_out_with_a_sentence(clip: Clip) -> None:
    media = store(clip(size="640x360", how="-crf 51 -ac 1 -b:a 8k -ar 8000"))
    make_all(media)
    row = media.renditions.get(kind="240p")
    assert (row.state, row.says, row.file.name) == ("left_out", "It would be no smaller than the original.", "")
    assert [offer.name for offer in offers_of(media)] == ["original", "audio"]


def test_a_film_without_sound_says_so(clip: Clip) -> None:
    media = store(clip(sound=False, how="-crf 1"))
    assert make_all(media) == {"240p": "made", "audio": "left_out"}
    assert media.renditions.get(kind="audio").says == "The recording has no sound."


def test_sound_has_no_film(clip: Clip) -> None:
    assert make_all(store(clip("talk.mp3", size=""), kind="audio")) == {"audio": "made"}


def test_what_the_file_tells_of_people_is_not_written_on(clip: Clip) -> None:
    hostile = "-metadata title=<script>secret</script> -metadata artist=secret -metadata comment=secret"
    media = store(clip(how=f"-crf 1 {hostile}"))
    assert b"secret" in Path(media.file.path).read_bytes()
    make_all(media)
    assert all(b"secret" not in Path(row.file.path).read_bytes() for row in media.renditions.all())


def test_a_damaged_recording_says_so_and_its_original_is_offered(tmp_path: Path) -> None:
    if not ffmpeg.is_there():
        pytest.skip("ffmpeg is not installed")
    path = tmp_path / "talk.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2mp41" + b"\0" * 200)
    media = store(path)
    assert plan_renditions(media=media) == []
    row = media.renditions.get()
    assert (row.state, row.says) == ("failed", "The recording is damaged or cut off.")
    assert [offer.name for offer in offers_of(media)] == ["original"]


def test_two_workers_make_one_size_once(clip: Clip) -> None:
    media = store(clip(how="-crf 1"))
    rows = plan_renditions(media=media)
    assert [row.kind for row in rows] == ["240p", "audio"]
    MediaRendition.objects.filter(pk=rows[0].pk).update(state=RenditionState.WORKING, tries=1, beat_at=timezone.now())
    make_rendition(pk=rows[0].pk)
    assert MediaRendition.objects.get(pk=rows[0].pk).state == "working"
    assert [row.pk for row in plan_renditions(media=media)] == [rows[1].pk]


def test_what_somebody_left_is_begun_again_and_given_up_after_three_times(clip: Clip) -> None:
    media = store(clip(how="-crf 1"))
    pk = plan_renditions(media=media)[0].pk
    left = timezone.now() - timedelta(minutes=4)
    MediaRendition.objects.filter(pk=pk).update(state=RenditionState.WORKING, tries=3, beat_at=left)
    make_rendition(pk=pk)
    row = MediaRendition.objects.get(pk=pk)
    assert (row.state, row.says) == ("failed", "It was begun three times and never ended.")
    begin_again(media=media)
    MediaRendition.objects.filter(pk=pk).update(state=RenditionState.WORKING, tries=1, beat_at=left)
    make_rendition(pk=pk)
    assert MediaRendition.objects.get(pk=pk).state == "made"


def test_a_new_file_in_between_leaves_nothing_of_the_old(clip: Clip, monkeypatch: pytest.MonkeyPatch) -> None:
    media = store(clip(how="-crf 1"))
    row = plan_renditions(media=media)[0]
    other = clip("other.mp4", size="320x240", how="-crf 1")
    real = ffmpeg.write

    def replace_meanwhile(*args: Any, **kwargs: Any) -> None:
        real(*args, **kwargs)
        with other.open("rb") as content:
            media.file = File(content, "other.mp4")
            media.save()

    monkeypatch.setattr(actions.ffmpeg, "write", replace_meanwhile)
    make_rendition(pk=row.pk)
    assert not MediaRendition.objects.filter(state="made").exists()
    assert (
        not storages["default"].exists("media_renditions") or storages["default"].listdir("media_renditions")[1] == []
    )
    assert [offer.name for offer in offers_of(media)] == ["original"]


def test_the_timer_asks_for_what_is_missing_once(clip: Clip, monkeypatch: pytest.MonkeyPatch) -> None:
    media = store(clip(how="-crf 1"))
    assert (ask_for_renditions(), ask_for_renditions()) == (1, 0)
    plan_renditions(media=media)
    assert (ask_for_renditions(), ask_for_renditions()) == (2, 0)
    monkeypatch.setattr(ffmpeg, "is_there", lambda: False)
    store(clip("other.mp4"))
    assert ask_for_renditions() == 0


def test_sizes_go_with_the_recording(clip: Clip, django_capture_on_commit_callbacks: Any) -> None:
    media = store(clip(how="-crf 1"))
    make_all(media)
    paths = [Path(row.file.path) for row in media.renditions.all()]
    assert [path.exists() for path in paths] == [True, True]
    with django_capture_on_commit_callbacks(execute=True):
        media.delete()
    assert [path.exists() for path in paths] == [False, False]


def test_sizes_follow_their_recording_into_the_private_storage(clip: Clip, client: Client) -> None:
    collection = Collection.get_first_root_node().add_child(name="Pilot schools")
    media = store(clip(how="-crf 1"), collection=collection)
    make_all(media)
    public = [row.file.url for row in media.renditions.all()]
    assert [client.get(url).status_code for url in public] == [200, 200]
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    assert [client.get(url).status_code for url in public] == [404, 404]
    assert settle() == 3
    closed = [row.file.url for row in MediaRendition.objects.all()]
    assert all("/closed/" in url for url in closed)
    assert [client.get(url).status_code for url in [*closed, *public]] == [404] * 4


def test_sizes_of_a_private_recording_are_private_from_the_start(clip: Clip, client: Client) -> None:
    collection = Collection.get_first_root_node().add_child(name="Pilot schools")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    media = store(clip(how="-crf 1"), collection=collection)
    make_all(media)
    names = list(media.renditions.values_list("file", flat=True))
    assert [name.startswith("closed/media_renditions/") for name in names] == [True, True]

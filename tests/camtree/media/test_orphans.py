"""`media_report` tells what lies where, and deletes only what no row names."""

import os
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from wagtail.models import Collection, CollectionViewRestriction

from camtree.media.models import CamtreeMedia
from camtree.media.renditions import ffmpeg
from tests.camtree.media.test_placing import make_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("local_files")]


def lay(alias: str, name: str, *, days: int) -> Path:
    """A file that no row names, so many days old."""
    storage: Any = storages[alias]
    path = Path(storage.path(storage.save(name, ContentFile(b"left"))))
    then = time.time() - days * 86400
    os.utime(path, (then, then))
    return path


def report(**options: Any) -> str:
    out = StringIO()
    call_command("media_report", stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def closed() -> Collection:
    collection: Collection = Collection.get_first_root_node().add_child(name="Pilot schools")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return collection


def test_files_that_no_row_names_are_told_and_deleted_when_asked(closed: Collection) -> None:
    _image, media = make_files(None)
    make_files(closed)
    old = [lay("default", "media/lost.mp4", days=2), lay("private", "closed/tracks/lost.vtt", days=2)]
    kept = [lay("default", "media/new.mp4", days=0), lay("default", "elsewhere/lost.pdf", days=9)]
    kept.append(lay("private", "documents/lost.pdf", days=9))
    for path in (Path(media.file.path), Path(media.caption_tracks.get().file.path)):
        os.utime(path, (1, 1))
        kept.append(path)
    told = report()
    assert "no row names default: media/lost.mp4, 4 bytes" in told
    assert "no row names private: closed/tracks/lost.vtt, 4 bytes" in told
    assert "2 files that no row names, 8 bytes." in told
    assert [path.exists() for path in old] == [True, True]
    assert "2 files that no row names, 8 bytes, deleted." in report(delete=True)
    assert [path.exists() for path in old] == [False, False]
    assert [path.exists() for path in kept] == [True] * 5
    assert "0 files that no row names" in report(delete=True)


def test_a_collection_and_its_quota(closed: Collection, monkeypatch: pytest.MonkeyPatch) -> None:
    make_files(closed)
    told = report(quota_mib=1)
    assert "Pilot schools: recordings, 1 files, 6 bytes" in told
    CamtreeMedia.objects.update(file_size=3 * 1024 * 1024)
    with pytest.raises(CommandError, match=r"^More than 2 MiB: Pilot schools\.$"):
        report(quota_mib=2)
    monkeypatch.setattr(ffmpeg, "is_there", lambda: False)
    assert "ffmpeg is not installed: originals only." in report()

from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages

from camtree.media.models import CamtreeDocument
from research.models import Attachment


@pytest.fixture
def files_on_disk(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files on this machine's disk, also where the suite runs on buckets: for tests that read what is sent.

    What a bucket answers instead is held by tests/camtree/media/test_serving.py.
    """
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "private": {
            "BACKEND": "camtree.media.storages.PrivateFileStorage",
            "OPTIONS": {"location": tmp_path / "private"},
        },
    }
    # These fields took their storage at the start.
    for model in (Attachment, CamtreeDocument):
        monkeypatch.setattr(model._meta.get_field("file"), "storage", storages["private"])

"""Files of the demo, kept beside the databases of `tests/kept.py`: in a folder, or in the buckets themselves."""

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import storages

# Workers share the buckets; each has a folder of its own in both.
ALIASES = ("default", "private")
PREFIX = "camtree-kept-"


def _folders(digest: str) -> list[tuple[Path, Path]]:
    """Where files of the demo lie while the tests run, and where they are kept."""
    kept = Path(settings.KEPT_DIR) / f"files-{digest}"
    return [(Path(place), kept / Path(place).name) for place in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT)]


def _copy(bucket: Any, source: str, target: str) -> None:
    """Copy what lies in a folder of a bucket; its bytes stay where they are."""
    for found in bucket.objects.filter(Prefix=f"{source}/"):
        copy = bucket.Object(target + found.key.removeprefix(source))
        copy.copy_from(CopySource={"Bucket": bucket.name, "Key": found.key})


def are_kept(digest: str) -> bool:
    """Are the files there that a kept database of this digest names? A bucket may have gone without it."""
    if not settings.S3_BUCKET:
        return all(kept.is_dir() for _place, kept in _folders(digest))
    buckets: list[Any] = [storages[alias] for alias in ALIASES]
    return all(any(store.bucket.objects.filter(Prefix=f"{PREFIX}{digest}/").limit(1)) for store in buckets)


def keep_files(digest: str) -> None:
    """Keep the files that lie there now, and none of another digest."""
    if settings.S3_BUCKET:
        for alias in ALIASES:
            store: Any = storages[alias]
            store.bucket.objects.filter(Prefix=PREFIX).delete()
            _copy(store.bucket, store.location.rstrip("/"), f"{PREFIX}{digest}")
        return
    for old in Path(settings.KEPT_DIR).glob("files-*"):
        shutil.rmtree(old)
    for place, kept in _folders(digest):
        place.mkdir(parents=True, exist_ok=True)
        shutil.copytree(place, kept)


def bring_files(digest: str) -> None:
    """Put copies where the tests of this process look for them."""
    if settings.S3_BUCKET:
        for alias in ALIASES:
            store: Any = storages[alias]
            _copy(store.bucket, f"{PREFIX}{digest}", store.location.rstrip("/"))
        return
    for place, kept in _folders(digest):
        shutil.copytree(kept, place, dirs_exist_ok=True)

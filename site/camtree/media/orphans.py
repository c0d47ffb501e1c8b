"""What lies in the storages: files by collection and what they weigh, and files that no row names any more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.files.storage import Storage, storages
from django.db.models import Count, Sum
from wagtail.models import Collection

from camtree.media.models import CamtreeDocument, CamtreeImage, CamtreeMedia, MediaRendition
from camtree.media.placing import PLACES
from camtree.media.storages import private_storage

# Folders that are ours alone. What else lies in the storages belongs to other rooms, and is left alone.
FOLDERS: Final = ("media", "media_thumbnails", "media_renditions", "tracks", "images")
# A file younger than this may be one whose row is being written.
GRACE: Final = timedelta(days=1)


@dataclass(frozen=True)
class Weight:
    """What a collection holds of one kind."""

    collection: str
    kind: str
    files: int
    octets: int


@dataclass(frozen=True)
class Orphan:
    """A file that no row names."""

    storage: str
    name: str
    octets: int


def weights() -> list[Weight]:
    """Files and octets by collection and kind, as their rows say; the heaviest first."""
    sources = (
        ("images", CamtreeImage, "collection"),
        ("documents", CamtreeDocument, "collection"),
        ("recordings", CamtreeMedia, "collection"),
        ("sizes of recordings", MediaRendition, "media__collection"),
    )
    names = dict(Collection.objects.values_list("pk", "name"))
    found = []
    for kind, model, collection in sources:
        rows = model.objects.order_by().exclude(file="").values_list(collection)
        for pk, files, octets in rows.annotate(files=Count("pk"), octets=Sum("file_size")):
            found.append(Weight(names.get(pk, ""), kind, files, octets or 0))
    return sorted(found, key=lambda weight: (-weight.octets, weight.collection, weight.kind))


def orphans(now: datetime) -> Iterator[Orphan]:
    """Files of recordings, captions and sizes of pictures that no row names, and that lie there for a day at least."""
    for alias, prefix in (("default", ""), ("private", "closed/")):
        storage = storages["default"] if alias == "default" else private_storage()
        for folder in FOLDERS:
            names = sorted(_files(storage, f"{prefix}{folder}"))
            named = _named(names)
            for name in names:
                if name not in named and now - storage.get_modified_time(name) > GRACE:
                    yield Orphan(alias, name, storage.size(name))


def delete_orphan(orphan: Orphan) -> bool:
    """Whether it was deleted: a row may have come to name it meanwhile."""
    if _named([orphan.name]):
        return False
    (storages["default"] if orphan.storage == "default" else private_storage()).delete(orphan.name)
    return True


def _files(storage: Storage, folder: str) -> Iterator[str]:
    try:
        folders, files = storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    yield from (f"{folder}/{name}" for name in files if name)
    for name in folders:
        if name:
            yield from _files(storage, f"{folder}/{name}")


def _named(names: list[str]) -> set[str]:
    """Those of the names that a row has."""
    found: set[str] = set()
    for begin in range(0, len(names), 500):
        some = names[begin : begin + 500]
        for model, field, _collection in PLACES:
            held: Any = model.objects.filter(**{f"{field}__in": some}).values_list(field, flat=True)
            found.update(held)
    return found

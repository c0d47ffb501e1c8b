"""Files go where they belong: those of a private collection into the private storage, all others into the public one.

What made a collection private or public, or moved a file or a collection, only asks for it (`ask_for_places`); the
task and the timer find whatever lies in the wrong place, so that nothing is lost with a task that dies.
"""

from typing import Any, Final

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task

from camtree.background.each import each
from camtree.background.queues import HEAVY
from camtree.core.caching.generation import forget_all_pages
from camtree.media.models import CamtreeMedia, CamtreeRendition, CaptionTrack
from camtree.media.privacy import private_collections
from camtree.media.storages import CLOSED, is_aside

# Model, field, and the way from a row to its collection.
PLACES: Final[tuple[tuple[Any, str, str], ...]] = (
    (CamtreeRendition, "file", "image__collection"),
    (CamtreeMedia, "file", "collection"),
    (CamtreeMedia, "thumbnail", "collection"),
    (CaptionTrack, "file", "media__collection"),
)


@task(queue_name=HEAVY)
def place_files() -> None:
    """Never within a request: a recording may be large."""
    place_all()


@task(queue_name=HEAVY)
def delete_left_file(name: str) -> None:
    """Delete a file that no row names any more. Done twice it deletes nothing that has come to have this name since."""
    if not is_named(name):
        storages["default"].delete(name)


def ask_for_places() -> None:
    """Have files placed anew, as the present transaction leaves it: the task is written with it."""
    place_files.enqueue()


def misplaced(model: Any, field: str, collection: str, private: set[int]) -> QuerySet[Any]:
    """Rows whose file lies in the other storage than its collection asks for."""
    is_private, is_closed = Q(**{f"{collection}__in": private}), Q(**{f"{field}__startswith": CLOSED})
    rows: QuerySet[Any] = model.objects.exclude(**{field: ""})
    return rows.filter((is_private & ~is_closed) | (~is_private & is_closed)).order_by("pk")


def is_named(name: str) -> bool:
    """Whether a row has a file of this name."""
    return any(model.objects.filter(**{field: name}).exists() for model, field, _collection in PLACES)


def place_all() -> int:
    """Move every file that lies in the wrong storage. Number of files; one that cannot be moved is set aside."""
    private, moved = private_collections(), 0
    for model, field, collection in PLACES:
        rows = misplaced(model, field, collection, private)
        done = each(f"placing-{field}", rows, lambda row, field=field: _place(row, field), in_transaction=False)  # type: ignore[misc]
        moved += sum(done)
    return moved


def _place(row: Any, field: str) -> bool:
    """Copy first, then name the copy, then delete what is left: whatever ends in between, one whole file is named.

    False where somebody else gave the row another file in the meantime.
    """
    held = getattr(row, field)
    name, storage = str(held.name), held.storage
    copy = storage.carry(name, name.removeprefix(CLOSED) if is_aside(name) else f"{CLOSED}{name}")
    with transaction.atomic():
        changed = bool(type(row).objects.filter(pk=row.pk, **{field: name}).update(**{field: copy}))
        delete_left_file.enqueue(name=name if changed else copy)
        forget_all_pages()
    if isinstance(row, CamtreeRendition):
        row.purge_from_cache()
    return changed

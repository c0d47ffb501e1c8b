"""Files go where they belong: those of a private collection into the private storage, all others into the public one.

What made a collection private or public, or moved a file or a collection, only asks for it (`ask_for_places`); the
task finds whatever lies in the wrong place, and the timer asks once more while there is anything, so that nothing is
lost with a task that dies.
"""

import time
from datetime import timedelta
from functools import partial
from typing import Any, Final

from django.core.files.storage import storages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone

from camtree.background.each import each
from camtree.background.queue import enqueue_once
from camtree.background.queues import HEAVY
from camtree.core.caching.generation import generation, raise_generation
from camtree.media.models import CamtreeMedia, CamtreeRendition, CaptionTrack, MediaRendition
from camtree.media.privacy import private_collections
from camtree.media.storages import CLOSED, is_aside

# Model, field, and the way from a row to its collection.
PLACES: Final[tuple[tuple[Any, str, str], ...]] = (
    (CamtreeRendition, "file", "image__collection"),
    (CamtreeMedia, "file", "collection"),
    (CamtreeMedia, "thumbnail", "collection"),
    (MediaRendition, "file", "media__collection"),
    (CaptionTrack, "file", "media__collection"),
)

# What one task moves, before others have their turn: so many files of each field.
STEP: Final = 20
# How long a file that was left is there for pages that were kept before, which are forgotten no more often than that.
LEFT_FOR: Final = timedelta(seconds=10)


@task(queue_name=HEAVY)
def place_files() -> None:
    """Never within a request: a recording may be large. What is more than a step is left to the next task."""
    if place_step():
        place_files.enqueue()


@task(queue_name=HEAVY)
def delete_left_file(name: str, left_at: int) -> None:
    """Delete a file that no row names any more, once no page does: those kept since `left_at` (nanoseconds, as
    generations count) are forgotten first. Done twice it deletes nothing that has come to have this name since."""
    if generation() <= left_at:
        raise_generation()
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


def place_misplaced() -> bool:
    """Have files placed where any lies in the wrong storage, unless a task is at it. Whether there are any."""
    private = private_collections()
    found = any(misplaced(model, field, collection, private).exists() for model, field, collection in PLACES)
    return found and enqueue_once(place_files)


def place_step() -> int:
    """Move files that lie in the wrong storage, STEP of each field. Number of files; one that cannot be moved is set
    aside."""
    private, moved = private_collections(), 0
    for model, field, collection in PLACES:
        rows = misplaced(model, field, collection, private)
        do = partial(_place, field=field)
        moved += sum(each(f"placing-{field}", rows, do, most=STEP, in_transaction=False))
    return moved


def _place(row: Any, field: str) -> bool:
    """Copy first, then name the copy, then delete what is left: whatever ends in between, one whole file is named.

    False where somebody else moved it, or gave the row another file, in the meantime.
    """
    held = getattr(row, field)
    name, storage = str(held.name), held.storage
    same = type(row).objects.filter(pk=row.pk, **{field: name})
    if not same.exists():
        return False
    wanted = name.removeprefix(CLOSED) if is_aside(name) else f"{CLOSED}{name}"
    copy = storage.carry(name, wanted, held.field.max_length)
    try:
        with transaction.atomic():
            changed = bool(same.update(**{field: copy}))
            later = delete_left_file.using(run_after=timezone.now() + LEFT_FOR)
            later.enqueue(name=name if changed else copy, left_at=time.time_ns())
    except Exception:
        if not is_named(copy):
            storage.delete(copy)
        raise
    if isinstance(row, CamtreeRendition):
        row.purge_from_cache()
    return changed

"""Making smaller sizes of recordings in the background.

Each size is a row. Whoever makes one claims its row first and gives signs of life while at it: where they stop, the
timer has it begun again. The file is written beside and named by its row when it is whole.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from django.core.files import File
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_noop

from camtree.core.caching.generation import forget_all_pages
from camtree.media.choices import RenditionKind, RenditionState
from camtree.media.models import CamtreeMedia, MediaRendition
from camtree.media.renditions import ffmpeg, recipes

# Without a sign of life for so long, whoever was at a rendition is gone.
LEFT: Final = timedelta(minutes=3)
# Seconds between two signs of life.
BEAT: Final = 2
MOST_TRIES: Final = 3

NO_SOUND: Final = gettext_noop("The recording has no sound.")
UNREADABLE: Final = gettext_noop("The recording is damaged or cut off.")
NOT_SMALLER: Final = gettext_noop("It would be no smaller than the original.")
GIVEN_UP: Final = gettext_noop("It was begun three times and never ended.")


class SupersededError(Exception):
    """The recording is gone, or has another file than the one that is worked on."""


def plan_renditions(*, media: CamtreeMedia) -> list[MediaRendition]:
    """The rows of what is to be made of the file that a recording has now. Asked twice, the rows stay as they are."""
    if media.renditions.filter(of_version=media.version).exists():
        return list(media.renditions.filter(of_version=media.version, state=RenditionState.WAITING))
    with local_copy(media) as path:
        try:
            facts = ffmpeg.probe(path)
        except ffmpeg.UnreadableError:
            facts = None
    kinds = recipes.wanted_kinds(facts) if facts else []
    rows = [MediaRendition(media=media, kind=kind, of_version=media.version) for kind in kinds]
    if facts is None:
        rows = [_said(media, recipes.SMALLEST, RenditionState.FAILED, UNREADABLE)]
    elif not facts.has_sound:
        rows.append(_said(media, RenditionKind.AUDIO, RenditionState.LEFT_OUT, NO_SOUND))
    with transaction.atomic():
        held = CamtreeMedia.objects.select_for_update().filter(pk=media.pk, version=media.version)
        if not held.exists() or media.renditions.filter(of_version=media.version).exists():
            return []
        for old in media.renditions.all():
            old.delete()
        MediaRendition.objects.bulk_create(rows)
    return [row for row in rows if row.state == RenditionState.WAITING]


def _said(media: CamtreeMedia, kind: RenditionKind, state: RenditionState, words: str) -> MediaRendition:
    return MediaRendition(media=media, kind=kind, of_version=media.version, state=state, says=words)


def make_rendition(*, pk: int) -> None:
    """Make one rendition, unless somebody is at it or it is there."""
    row = _claim(pk)
    if row is None:
        return
    try:
        with local_copy(row.media) as source, tempfile.TemporaryDirectory(prefix="camtree-") as folder:
            facts = ffmpeg.probe(source)
            target = Path(folder) / f"made.{recipes.ending_of(RenditionKind(row.kind))}"
            how = recipes.how_to_write(RenditionKind(row.kind), facts)
            ffmpeg.write(source, target, how, tell=_telling(row, facts.duration))
            _keep(row, facts, target)
    except (ffmpeg.UnreadableError, FileNotFoundError):
        _end(row, RenditionState.FAILED, UNREADABLE)
    except SupersededError:
        pass


@transaction.atomic
def _claim(pk: int) -> MediaRendition | None:
    """The row, which is ours from now on; None where it is another's, done, or was tried too often."""
    row = MediaRendition.objects.select_for_update().filter(pk=pk).filter(to_be_made()).first()
    if row is None or row.media.version != row.of_version:
        return None
    if row.tries >= MOST_TRIES:
        _end(row, RenditionState.FAILED, GIVEN_UP)
        return None
    row.state, row.tries, row.percent, row.beat_at = RenditionState.WORKING, row.tries + 1, 0, timezone.now()
    row.save()
    return row


def to_be_made() -> Q:
    """Rows that wait, and those that somebody left."""
    is_left = Q(state=RenditionState.WORKING, beat_at__lt=timezone.now() - LEFT)
    return Q(state=RenditionState.WAITING) | is_left


def _mine(row: MediaRendition) -> Any:
    """The row, while it is the same try of the same file."""
    return MediaRendition.objects.filter(
        pk=row.pk, tries=row.tries, state=RenditionState.WORKING, media__version=F("of_version")
    )


def _telling(row: MediaRendition, duration: float | None) -> Callable[[float], None]:
    """Notes how far it is. Raises SupersededError where nobody wants it any more."""
    last = timezone.now()

    def tell(second: float) -> None:
        nonlocal last
        now = timezone.now()
        if (now - last).total_seconds() < BEAT:
            return
        last = now
        percent = min(99, int(100 * second / duration)) if duration else 0
        if not _mine(row).update(percent=percent, beat_at=now):
            raise SupersededError

    return tell


def _keep(row: MediaRendition, facts: ffmpeg.Facts, made: Path) -> None:
    """Store what was made, and name it in its row. What was stored for nothing is deleted."""
    size = made.stat().st_size
    if row.kind != RenditionKind.AUDIO and row.media.file_size and size >= row.media.file_size:
        _end(row, RenditionState.LEFT_OUT, NOT_SMALLER)
        return
    row.file_size = size
    row.width, row.height = recipes.dimensions(RenditionKind(row.kind), facts)
    row.state, row.percent, row.says = RenditionState.MADE, 100, ""
    with made.open("rb") as content:
        row.file.save(f"{row.media_id}-{row.kind}{made.suffix}", File(content), save=False)
    facts_now = {name: getattr(row, name) for name in ("file_size", "width", "height", "state", "percent", "says")}
    try:
        is_kept = bool(_mine(row).update(file=row.file.name, **facts_now))
    except Exception:
        row.file.storage.delete(str(row.file.name))
        raise
    if not is_kept:
        row.file.storage.delete(str(row.file.name))
        raise SupersededError
    forget_all_pages()


def _end(row: MediaRendition, state: RenditionState, words: str) -> None:
    MediaRendition.objects.filter(pk=row.pk, tries=row.tries).update(state=state, says=words, beat_at=timezone.now())


def begin_again(*, media: CamtreeMedia) -> None:
    """Give what failed another try, for whoever asks for it."""
    media.renditions.filter(state=RenditionState.FAILED).update(state=RenditionState.WAITING, tries=0, says="")


@contextmanager
def local_copy(media: CamtreeMedia) -> Iterator[Path]:
    """The file of a recording as a program on this machine can read it: where it lies, else a copy for a while."""
    try:
        yield Path(media.file.path)
    except NotImplementedError:
        with tempfile.NamedTemporaryFile(suffix=Path(str(media.file.name)).suffix, prefix="camtree-") as copy:
            with media.file.open("rb") as content:
                shutil.copyfileobj(content, copy)
            copy.flush()
            yield Path(copy.name)

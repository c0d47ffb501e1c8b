"""Whether a recording that somebody uploads can be played: looked at by ffprobe, where it is installed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from wagtailmedia.models import MediaType

from camtree.media.renditions import ffmpeg
from camtree.media.uploads import refuse

# No film is shorter, and no screen shows more.
SHORTEST: Final = 0.05
MOST_LINES: Final = 4320


def check_plays(file: UploadedFile, media_type: str) -> None:
    """Raises a ValidationError with a sentence where nothing could be played."""
    if not ffmpeg.is_there():
        return
    with _path_of(file) as path:
        try:
            facts = ffmpeg.probe(path)
        except ffmpeg.UnreadableError:
            raise _damaged(file) from None
        _check_facts(file, facts, media_type)
        try:
            is_whole = ffmpeg.is_whole(path, facts)
        except (ffmpeg.UnreadableError, ValueError):
            is_whole = False
    if not is_whole:
        raise _damaged(file)


def _check_facts(file: UploadedFile, facts: ffmpeg.Facts, media_type: str) -> None:
    name = str(file.name)
    if facts.duration is not None and facts.duration < SHORTEST:
        raise refuse(name, _("it lasts 0 seconds."), "no_length")
    if media_type == MediaType.VIDEO and not facts.has_picture:
        raise refuse(name, _("it has no moving picture. Upload it as sound."), "no_picture")
    if media_type == MediaType.AUDIO and not facts.has_sound:
        raise refuse(name, _("it has no sound."), "no_sound")
    if max(facts.height, facts.width // 2) > MOST_LINES:
        raise refuse(name, _("its picture is too large."), "too_large_picture")


def _damaged(file: UploadedFile) -> ValidationError:
    return refuse(str(file.name), _("it is damaged or cut off."), "damaged")


@contextmanager
def _path_of(file: Any) -> Iterator[Path]:
    """Where an upload lies on this disk; a small one, which is in memory, is written there for a while. Named by what
    it was found to hold, not by what somebody called it."""
    ending = Path(str(file.name)).suffix.lower()
    with tempfile.NamedTemporaryFile(suffix=ending, prefix="camtree-") as copy:
        if hasattr(file, "temporary_file_path"):
            place = Path(copy.name).with_name(f"{Path(copy.name).stem}-link{ending}")
            place.symlink_to(file.temporary_file_path())
            try:
                yield place
            finally:
                place.unlink()
            return
        file.seek(0)
        for piece in file.chunks():
            copy.write(piece)
        copy.flush()
        file.seek(0)
        yield Path(copy.name)

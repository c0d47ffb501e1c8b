from datetime import datetime
from pathlib import PurePath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from camtree.background.each import each
from camtree.media.resumable.models import KEPT_FOR, ResumableUpload
from camtree.media.resumable.places import pieces
from camtree.media.uploads import MEDIA_KINDS, MIB, check_size, refuse

# Of one person, at a time.
MOST_UPLOADS = 10


class _Announced:
    """What an upload says of itself before it comes, in the shape that the rules look at."""

    def __init__(self, name: str, size: int) -> None:
        self.name, self.size = name, size


class OffsetError(Exception):
    """A piece that does not follow what has arrived."""


class PieceSizeError(Exception):
    """A piece that is too small, or goes beyond the end."""


@transaction.atomic
def begin_upload(*, owner: Any, name: str, size: int) -> ResumableUpload:
    """Say that a file of so many bytes will come.

    Raises ValidationError with a sentence for one that would not be stored, before its bytes have travelled; AwayError.
    """
    name = PurePath(name.replace("\\", "/")).name[-255:] or "file"
    check_size(_Announced(name, size), settings.UPLOAD_MEDIA_MIB * MIB)
    kinds = [kind for some in MEDIA_KINDS.values() for kind in some]
    if PurePath(name).suffix.lower().removeprefix(".") not in kinds:
        reason = _("it is none of the kinds that can be played here: %(kinds)s.") % {"kinds": ", ".join(kinds)}
        raise refuse(name, reason, "unknown_media")
    if ResumableUpload.objects.filter(owner=owner).count() >= MOST_UPLOADS:
        raise ValidationError(_("You have begun %(count)d uploads that are not used yet.") % {"count": MOST_UPLOADS})
    upload = ResumableUpload(owner=owner, name=name, size=size)
    pieces().begin(upload)
    upload.save()
    return upload


@transaction.atomic
def add_piece(*, upload: ResumableUpload, offset: int, piece: IO[bytes], length: int) -> ResumableUpload:
    """Keep a piece that begins at `offset`. What it is now.

    Raises OffsetError where something else has arrived meanwhile, PieceSizeError, AwayError (nothing is kept), and
    ResumableUpload.DoesNotExist where it is gone.
    """
    held = ResumableUpload.objects.select_for_update().get(pk=upload.pk)
    place = pieces()
    if held.offset != offset:
        raise OffsetError
    if held.is_whole:
        return held
    end = offset + length
    if end > held.size or (end < held.size and length < place.least):
        raise PieceSizeError
    if length:
        place.add(held, piece)
        held.offset, held.touched_at = end, timezone.now()
        if held.is_whole:
            place.finish(held)
        held.save()
    return held


def claim_upload(*, upload: ResumableUpload) -> bool:
    """Take a whole upload for a form. False where another form has it already, such as that of the first of two clicks.

    It belongs to nobody then, and goes with `drop_upload`, or by the timer.
    """
    return bool(ResumableUpload.objects.filter(pk=upload.pk, owner=upload.owner).update(owner=None))


@transaction.atomic
def drop_upload(*, upload: ResumableUpload) -> None:
    """Forget an upload, and what has arrived of it. Raises AwayError."""
    held = ResumableUpload.objects.select_for_update().filter(pk=upload.pk).first()
    if held is not None:
        pieces().drop(held)
        held.delete()


def drop_stale_uploads(*, now: datetime) -> int:
    """Forget uploads of which nothing has come for a week. Their number."""
    stale = ResumableUpload.objects.filter(touched_at__lt=now - KEPT_FOR)
    return sum(each("uploads", stale, _dropped))


def _dropped(upload: ResumableUpload) -> bool:
    drop_upload(upload=upload)
    return True

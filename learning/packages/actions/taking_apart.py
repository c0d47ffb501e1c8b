"""Making a package of a file that was sent, in the background or, where it is small, at once.

Every try unpacks into a folder of its own, and the row of the package is written when all its files lie there. So no
try sees what another left, nothing half unpacked is ever played, and one more try does no harm.
"""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from camtree.core.http.faults import is_part_away
from learning.packages.actions.packages import record_of
from learning.packages.addresses import new_key
from learning.packages.faults import PackageError
from learning.packages.models import PackageUpload
from learning.packages.storing import forget_files, keep_files, opened

logger = logging.getLogger(__name__)

# The longest that unpacking and keeping may take together.
MOST_SECONDS: Final = 600
# How often a page learns how far it is, in seconds.
PACE: Final = 1


class OvertakenError(Exception):
    """Another try has begun, or the upload is gone: what this one does is of no use."""


def go_on_with_upload(*, pk: int) -> None:
    """Unpack a file and make a package of it, or note why it is refused. The same again does nothing."""
    row = _claimed(pk)
    if row is None:
        return
    with override(row.language):
        try:
            _unpack(row)
        except OvertakenError:
            forget_files(row.folder)
        except PackageError as error:
            _refuse(row, str(error))
        except Exception as error:
            forget_files(row.folder)
            if is_part_away(error):
                PackageUpload.objects.filter(pk=pk, folder=row.folder).update(is_waiting=True)
                raise
            logger.exception("a package could not be unpacked", extra={"upload": pk})
            _refuse(row, _("This package could not be unpacked."))


@transaction.atomic
def _claimed(pk: int) -> PackageUpload | None:
    """The upload, for one more try; None where it is done. What an earlier try left is taken away."""
    row = PackageUpload.objects.select_for_update().filter(pk=pk, finished_at=None).first()
    if row is None:
        return None
    if before := row.folder:
        transaction.on_commit(lambda: forget_files(before))
    row.folder, row.position, row.is_waiting = new_key(), 0, False
    row.save(update_fields=["folder", "position", "is_waiting"])
    return row


def _unpack(row: PackageUpload) -> None:
    after_each = _pace(row)
    with row.file.open("rb") as file, opened(file, after_each=after_each) as found:
        keep_files(row.folder, found.files, after_each)
        with transaction.atomic():
            held = _held(row)
            held.package = record_of(found, key=row.folder, title=row.title, by=held.by)
            _end(held)


def _pace(row: PackageUpload) -> Callable[[], None]:
    """What is called with each file: ends what takes too long or was overtaken, and tells how far it is."""
    until, told, count = monotonic() + MOST_SECONDS, monotonic(), 0

    def after_each() -> None:
        nonlocal told, count
        count, now = count + 1, monotonic()
        if now > until:
            raise PackageError(_("Unpacking it takes too long. Make it smaller, or bring it in parts."))
        if now - told >= PACE:
            told = now
            if not PackageUpload.objects.filter(pk=row.pk, folder=row.folder).update(position=count):
                raise OvertakenError

    return after_each


def _held(row: PackageUpload) -> PackageUpload:
    """The row, for the end of a try. Raises OvertakenError where another has begun or ended."""
    held = PackageUpload.objects.select_for_update(of=("self",)).select_related("by")
    found = held.filter(pk=row.pk, folder=row.folder, finished_at=None).first()
    if found is None:
        raise OvertakenError
    return found


@transaction.atomic
def _refuse(row: PackageUpload, refusal: str) -> None:
    forget_files(row.folder)
    try:
        held = _held(row)
    except OvertakenError:
        return
    held.refusal = refusal
    _end(held)


def _end(row: PackageUpload) -> None:
    """Note that there is nothing more to do; the file that was sent goes."""
    storage, name = row.file.storage, str(row.file.name)
    row.finished_at, row.position, row.file = timezone.now(), row.total, ""
    row.save()
    transaction.on_commit(lambda: storage.delete(name))

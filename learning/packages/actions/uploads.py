"""Bringing packages in: what a file lists is measured while somebody waits, what takes time is left to the background
(`taking_apart.go_on_with_upload`)."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from camtree.background.queue import enqueue_once
from camtree.core.http.faults import is_part_away
from camtree.members.models import User
from learning.packages.actions.taking_apart import go_on_with_upload
from learning.packages.faults import PackageError
from learning.packages.models import GIVEN_UP, PackageUpload
from learning.packages.storing import measured
from learning.packages.tasks import unpack_package
from learning.packages.unpacking import MIB

# So much is unpacked while somebody waits for the page.
AT_ONCE_FILES: Final = 20
AT_ONCE_BYTES: Final = 4 * MIB
# How long it can be read what became of a file.
UPLOADS_KEPT: Final = timedelta(days=7)
# From when on an upload that is not through may have been left: longer than its request takes.
LEFT: Final = timedelta(minutes=5)


def begin_upload(*, key: UUID, file: Any, title: str, by: User) -> PackageUpload:
    """Take a file: a small one at once, a large one in the background once this is committed. `key` is the form's.

    Raises PackageError with a sentence; then nothing of it is kept.
    """
    found = measured(file)
    if (held := _sent_before(key)) is not None:
        return held
    for old in PackageUpload.objects.filter(created_at__lt=timezone.now() - UPLOADS_KEPT):
        old.delete()
    row = PackageUpload(
        key=key,
        by=by,
        file_name=str(file.name)[:255],
        title=title.strip()[:160],
        language=get_language() or settings.LANGUAGE_CODE,
        total=2 * len(found.names),
    )
    is_small = len(found.names) <= AT_ONCE_FILES and found.bytes <= AT_ONCE_BYTES
    # Before the transaction: storing may take a second, in which others write.
    row.file.save(row.file_name, file, save=False)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            if not is_small:
                unpack_package.enqueue(pk=row.pk)
    except IntegrityError:
        # Sent twice at the same moment.
        other = PackageUpload.objects.get(key=key)
        if other.file.name != row.file.name:
            row.file.delete(save=False)
        return other
    if is_small:
        _unpack_now(row)
    return row


def _unpack_now(row: PackageUpload) -> None:
    """Unpack a small file, or leave it to the background where a part of the server is away. Raises PackageError."""
    try:
        go_on_with_upload(pk=row.pk)
    except Exception as error:
        if not is_part_away(error):
            raise
        unpack_package.enqueue(pk=row.pk)
    row.refresh_from_db()
    if row.refusal:
        row.delete()
        raise PackageError(row.refusal)


def ask_for_unpacking(*, now: datetime) -> int:
    """Have uploads unpacked that nobody seems to be at: what ended before its task was written. Number of tasks."""
    left = PackageUpload.objects.filter(finished_at=None, created_at__lt=now - LEFT, created_at__gte=now - GIVEN_UP)
    return sum(enqueue_once(unpack_package, pk=row.pk) for row in left)


def _sent_before(key: UUID) -> PackageUpload | None:
    """The upload of a form that is sent once more. One that was refused makes room: the form is tried again."""
    held = PackageUpload.objects.filter(key=key).first()
    if held is not None and (held.refusal or held.is_given_up):
        held.delete()
        return None
    return held

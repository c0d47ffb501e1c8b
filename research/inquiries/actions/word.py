"""Filling a draft from a Word file, in two steps: read it, then say yes."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import PurePath
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from camtree.members.models import User
from research.inquiries.actions.writing import DraftClosedError, locked_draft, replace_text
from research.inquiries.models import Inquiry, WordUpload
from research.inquiries.word import read_word

KEPT: Final = timedelta(days=1)


def read_word_file(*, inquiry: Inquiry, member: User, file: Any) -> WordUpload:
    """Read a file and keep what it says until its author has decided. Nothing in the draft changes.

    Raises ValidationError with a sentence, and DraftClosedError.
    """
    if not inquiry.is_open:
        raise DraftClosedError
    said = read_word(file, inquiry)
    with transaction.atomic():
        WordUpload.objects.filter(read_at__lt=timezone.now() - KEPT).delete()
        upload, _is_new = WordUpload.objects.update_or_create(
            inquiry=inquiry,
            member=member,
            defaults={
                "name": PurePath(str(file.name)).name[:255],
                "parts": said.parts,
                "unplaced": said.unplaced,
                "pictures": said.pictures,
                "read_at": timezone.now(),
            },
        )
    return upload


@transaction.atomic
def fill_from_word(*, upload: WordUpload, member: User, names: Iterable[str]) -> list[str]:
    """Put the text of a file into the parts of these names. What stood there becomes a version, so nothing is lost.

    Returns the names of the parts that changed; a second click changes none. Raises DraftClosedError.
    """
    inquiry = locked_draft(upload.inquiry)
    wanted = {name: text for name, text in upload.parts.items() if name in set(names)}
    changed = []
    for part in inquiry.parts.filter(name__in=wanted):
        if part.text != wanted[part.name]:
            replace_text(part=part, text=wanted[part.name], member=member)
            changed.append(part.name)
    if changed:
        Inquiry.objects.filter(pk=inquiry.pk).update(saved_at=timezone.now())
    WordUpload.objects.filter(pk=upload.pk).delete()
    return changed

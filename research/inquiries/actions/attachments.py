"""What authors do with the files of a draft."""

from pathlib import PurePath
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from camtree.media.anonymous import anonymous_document
from camtree.media.uploads import MARKUP, MIB, check_size, clean_image, refuse
from camtree.members.models import User
from research.inquiries.actions.writing import locked_draft
from research.inquiries.choices import AttachmentKind
from research.inquiries.figures import keys_in
from research.inquiries.models import Attachment, Inquiry
from research.inquiries.models.attachments import PICTURES

LARGEST: Final = 20 * MIB
MOST: Final = 40
PICTURE_HEADS: Final = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8")


class AttachmentPlacedError(Exception):
    """The picture stands in a text of the draft. Carries the name of the part."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


def add_attachment(*, inquiry: Inquiry, member: User, file: Any, **facts: Any) -> Attachment:
    """Keep a file beside a draft, without what it tells of its makers, under a name that nobody can guess.

    `facts`: kind, title, alt, faces, licence. Raises ValidationError with a sentence where the file cannot be kept,
    and DraftClosedError. The same file sent twice within a minute is one.
    """
    original = PurePath(str(file.name)).name[:255]
    content, ending = cleaned_upload(file)
    if facts["kind"] == AttachmentKind.PICTURE and ending not in PICTURES:
        raise ValidationError({"kind": _("This file is no picture. Choose what it is.")})
    with transaction.atomic():
        inquiry = locked_draft(inquiry)
        twin = inquiry.attachments.filter(
            original_name=original, size=len(content), added_by=member, title=facts["title"]
        ).last()
        if twin is not None and (timezone.now() - twin.added_at).total_seconds() < 60:
            return twin
        if inquiry.attachments.count() >= MOST:
            raise ValidationError(
                {"file": _("A draft holds up to %(most)s files. Take one out first.") % {"most": MOST}}
            )
        attachment = Attachment(
            inquiry=inquiry,
            number=(inquiry.attachments.aggregate(last=Max("number"))["last"] or 0) + 1,
            ending=ending,
            size=len(content),
            original_name=original,
            added_by=member,
            **facts,
        )
        attachment.file.save("", ContentFile(content), save=False)
        try:
            with transaction.atomic():
                attachment.save()
        except BaseException:
            attachment.file.delete(save=False)
            raise
    return attachment


def cleaned_upload(file: Any) -> tuple[bytes, str]:
    """What is kept of an upload, and the ending of its kind. The content decides, not the name."""
    check_size(file, LARGEST)
    file.seek(0)
    head = file.read(512)
    name = PurePath(str(file.name)).name
    ending = PurePath(name).suffix.lower().removeprefix(".")
    is_drawing = MARKUP.match(head.decode("utf-8", "replace").lstrip("\ufeff")) and ending not in {"csv", "txt"}
    if head.startswith(PICTURE_HEADS) or ending in {"jpg", "jpeg", "png", "webp", "avif", "heic"} or is_drawing:
        picture = clean_image(file)
        ending = PurePath(str(picture.name)).suffix.removeprefix(".")
        if ending not in PICTURES:
            raise refuse(name, _("pictures are kept as PNG, JPEG or WebP."), "unknown_image")
        return picture.read(), ending
    return anonymous_document(file, name, ending)


@transaction.atomic
def change_attachment(*, attachment: Attachment, **facts: Any) -> Attachment:
    """Say anew what a file is. Raises DraftClosedError, and ValidationError for a picture that is none."""
    locked_draft(attachment.inquiry)
    if facts.get("kind") == AttachmentKind.PICTURE and not attachment.is_picture:
        raise ValidationError({"kind": _("This file is no picture. Choose what it is.")})
    for name, value in facts.items():
        setattr(attachment, name, value)
    attachment.save(update_fields=list(facts))
    return attachment


@transaction.atomic
def remove_attachment(*, attachment: Attachment) -> None:
    """Take a file away for good. Raises AttachmentPlacedError while a text shows it, and DraftClosedError."""
    inquiry = locked_draft(attachment.inquiry)
    for part in inquiry.parts.all():
        if attachment.key in keys_in(part.text):
            raise AttachmentPlacedError(part.name)
    Attachment.objects.filter(pk=attachment.pk).delete()

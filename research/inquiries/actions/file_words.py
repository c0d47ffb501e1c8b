"""Reading the words of attached PDFs, and looking for the names of their authors in them: in the background."""

from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from camtree.background.each import each
from camtree.media.words_inside import words_of_pdf
from research.inquiries.hidden_names import digest_of_people, names_in_text, names_of_draft
from research.inquiries.models import Attachment, FileWords
from research.inquiries.models.attachments import PDF

# Files that one task reads, before others have their turn: each takes up to half a minute.
STEP: Final = 10


def read_words(*, attachment: Attachment) -> FileWords | None:
    """Read a PDF, unless that was done. None where it was taken away in the meantime."""
    known = FileWords.objects.filter(attachment=attachment).first()
    if known is not None:
        return known
    with attachment.file.open("rb") as file:
        told = words_of_pdf(file.read())
    facts = {"text": told.text, "has_words": told.has_words, "pages": told.pages, "pages_read": told.pages_read}
    with transaction.atomic():
        if not Attachment.objects.select_for_update().filter(pk=attachment.pk).exists():
            return None
        words, _is_new = FileWords.objects.get_or_create(attachment=attachment, defaults=facts)
    look_for_names(words=words)
    return words


def look_for_names(*, words: FileWords) -> None:
    """Look for those who are on the draft now."""
    inquiry = words.attachment.inquiry
    words.names = names_in_text(words.text, names_of_draft(inquiry)) if words.text else []
    words.looked_for = digest_of_people(inquiry)
    words.save(update_fields=["names", "looked_for"])


def look_again(*, inquiry: int) -> None:
    """Look for the people of a draft, who are others than before, in all that was read of it."""
    for words in FileWords.objects.filter(attachment__inquiry=inquiry).select_related("attachment__inquiry"):
        look_for_names(words=words)


def unread() -> QuerySet[Attachment]:
    """The PDFs that nobody has read, such as those whose task was lost."""
    return Attachment.objects.filter(ending=PDF, words=None).select_related("inquiry").order_by("pk")


def read_missing() -> int:
    """Read a step of those that nobody has read. Number of files."""
    return len(each("pdf-words", unread(), lambda row: read_words(attachment=row), most=STEP, in_transaction=False))

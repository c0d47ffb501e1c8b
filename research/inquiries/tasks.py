"""Background work on drafts."""

from django.tasks import task

from camtree.background.queue import enqueue_once
from camtree.background.queues import HEAVY
from research.inquiries.actions.file_words import look_again, read_missing, read_words, unread
from research.inquiries.models import Attachment


@task(queue_name=HEAVY)
def read_pdf(attachment: int) -> None:
    """The words of a PDF that was added to a draft."""
    row = Attachment.objects.filter(pk=attachment).select_related("inquiry").first()
    if row is not None:
        read_words(attachment=row)


@task(queue_name=HEAVY)
def look_in_pdfs(inquiry: int) -> None:
    """The people of a draft changed."""
    look_again(inquiry=inquiry)


@task(queue_name=HEAVY)
def read_pdfs() -> None:
    """PDFs whose task was lost. What is more than a step is left to the next task."""
    if read_missing():
        read_pdfs.enqueue()


def ask_for_reading() -> bool:
    """Have PDFs read that nobody has read, unless a task is at it. Whether there are any."""
    return unread().exists() and enqueue_once(read_pdfs)

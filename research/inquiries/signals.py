"""Files of drafts that came, are gone, or are looked through anew for other people."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from research.inquiries.models import Attachment, FileWords, InquiryPerson
from research.inquiries.tasks import look_in_pdfs, read_pdf


@receiver(post_delete, sender=Attachment, dispatch_uid="research.delete_file")
def attachment_is_gone(instance: Attachment, **kwargs: Any) -> None:
    """Also when a whole draft or an account goes: its files go with the row."""
    transaction.on_commit(lambda: instance.file.delete(save=False))


@receiver(post_save, sender=Attachment, dispatch_uid="research.read_pdf")
def attachment_is_added(instance: Attachment, created: bool, **kwargs: Any) -> None:
    """What stands in it is looked through for names."""
    if created and instance.is_pdf:
        read_pdf.enqueue(attachment=instance.pk)


@receiver(post_save, sender=InquiryPerson, dispatch_uid="research.people_change")
@receiver(post_delete, sender=InquiryPerson, dispatch_uid="research.people_go")
def people_change(instance: InquiryPerson, **kwargs: Any) -> None:
    """Other names are to be found in what was read."""
    if FileWords.objects.filter(attachment__inquiry=instance.inquiry_id).exists():
        look_in_pdfs.enqueue(inquiry=instance.inquiry_id)

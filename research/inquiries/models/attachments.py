"""Files beside a draft: instruments, data, slides and pictures."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from camtree.media.storages import private_storage
from research.inquiries.choices import AttachmentKind, Faces
from research.inquiries.models.inquiries import Inquiry, new_token
from research.library.choices import Licence

PICTURES = frozenset({"png", "jpg", "webp"})
PDF = "pdf"


def place_of_file(attachment: "Attachment", filename: str) -> str:
    """A name that tells nothing: neither who wrote, nor what about."""
    return f"drafts/{attachment.key}.{attachment.ending}"


class Attachment(models.Model):
    """A file that belongs to a draft. Whoever may read the draft may fetch it, under a name that tells nobody's."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="attachments")
    number = models.PositiveSmallIntegerField(_("number"))
    kind = models.CharField(pgettext_lazy("attachment", "kind"), max_length=12, choices=AttachmentKind.choices)
    title = models.CharField(_("what it is"), max_length=160)
    alt = models.CharField(
        _("what the picture shows"),
        max_length=300,
        blank=True,
        help_text=_("For readers who cannot see it: one or two sentences. No names."),
    )
    faces = models.CharField(
        _("Can anybody be recognised in it?"),
        max_length=10,
        choices=Faces.choices,
        blank=True,
        help_text=_("A face, a name on a door or a uniform with the school’s badge is enough."),
    )
    licence = models.CharField(_("licence"), max_length=12, choices=Licence.choices, default=Licence.CC_BY)
    key = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    file = models.FileField(_("file"), upload_to=place_of_file, storage=private_storage)
    ending = models.CharField(max_length=5, editable=False)
    size = models.PositiveIntegerField(_("size in bytes"), editable=False)
    original_name = models.CharField(_("name of the file at its author’s"), max_length=255, editable=False)
    added_at = models.DateTimeField(_("added"), auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What it becomes on the page of the report, made once.
    image = models.ForeignKey(
        get_image_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    document = models.ForeignKey(
        get_document_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")
        ordering = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inquiry", "number"], name="research_attachment_number_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_picture(self) -> bool:
        return self.ending in PICTURES

    @property
    def is_pdf(self) -> bool:
        return self.ending == PDF

    @property
    def shown_name(self) -> str:
        """What readers and reviewers save it as, such as `instrument-1.pdf`."""
        return f"{self.kind}-{self.number}.{self.ending}"

    @property
    def kind_in_short(self) -> str:
        """The first word of its kind."""
        return str(AttachmentKind(self.kind).label).partition(":")[0]

    @property
    def for_the_record(self) -> dict[str, Any]:
        """What a submission keeps of it."""
        facts = ("number", "kind", "title", "alt", "faces", "licence", "size", "key")
        return {"name": self.shown_name, **{name: getattr(self, name) for name in facts}}

"""The forms of every way in: single and multiple uploads, uploads from a chooser, captions.

They are named in the settings (WAGTAILIMAGES_IMAGE_FORM_BASE and its sisters), so that Wagtail builds its own forms on
them.
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm
from wagtailmedia.models import MediaType
from wagtailmedia.widgets import AdminMediaChooser

from .actions import replace_track_file
from .models import CaptionTrack
from .renditions.checks import check_plays
from .resumable.arrived import ArrivedFile
from .resumable.forms import ResumableMixin
from .uploads import DOCUMENT_KINDS, MEDIA_KINDS, clean_captions, clean_document, clean_image, clean_media


class RefusedWholeMixin:
    """Nothing of a bad upload is stored.

    Where the file is good and another field is not, Wagtail's multiple upload would keep the raw file, as it came,
    until the field is put right. A fault on the file itself makes it let go.
    """

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        faults = self._errors  # type: ignore[attr-defined]
        uploaded = self.files.get(self.add_prefix("file"))  # type: ignore[attr-defined]
        if isinstance(uploaded, ArrivedFile):  # it waits until the rest is put right
            return
        if faults and uploaded and "file" in self.fields and "file" not in faults:  # type: ignore[attr-defined]
            self.add_error(  # type: ignore[attr-defined]
                "file", _("Choose the file again: something else in this form has to be put right first.")
            )


class ImageForm(RefusedWholeMixin, BaseImageForm):
    """Title, picture, credit: the picture is re-encoded before it is stored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            old = self.fields["file"]
            # Wagtail's own field goes by the ending of the name first. Ours looks inside.
            self.fields["file"] = forms.FileField(
                label=old.label,
                required=old.required,
                widget=old.widget,
                help_text=_(
                    "A JPEG, PNG, WebP, AVIF or still GIF file of at most %(size)d MB. "
                    "Details that the camera noted, such as the place, are removed."
                )
                % {"size": settings.UPLOAD_IMAGE_MIB},
            )
            self.fields["file"].widget.attrs["accept"] = ".jpg,.jpeg,.png,.webp,.avif,.gif"
            # Wagtail's page for several uploads asks the field for these.
            self.fields["file"].max_upload_size = old.max_upload_size
            self.fields["file"].error_messages = old.error_messages | self.fields["file"].error_messages

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return clean_image(file) if isinstance(file, UploadedFile) else file


class DocumentForm(RefusedWholeMixin, BaseDocumentForm):
    """Title and document: its kind is told by its content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _("One of %(kinds)s, of at most %(size)d MB, without macros.") % {
                "kinds": ", ".join(DOCUMENT_KINDS),
                "size": settings.UPLOAD_DOCUMENT_MIB,
            }
            self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in DOCUMENT_KINDS)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        return clean_document(file) if isinstance(file, UploadedFile) else file


class MediaForm(ResumableMixin, RefusedWholeMixin, BaseMediaForm):
    """Title, recording and its picture: the container is told by its content."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields and self.instance.type in MediaType.values:
            kinds = MEDIA_KINDS[MediaType(self.instance.type)]
            self.fields["file"].help_text = _("One of %(kinds)s, of at most %(size)d MB.") % {
                "kinds": ", ".join(kinds),
                "size": settings.UPLOAD_MEDIA_MIB,
            }
            self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in kinds)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not isinstance(file, UploadedFile):
            return file
        file = clean_media(file, self.instance.type)
        check_plays(file, self.instance.type)
        return file

    def clean_thumbnail(self) -> Any:
        file = self.cleaned_data["thumbnail"]
        return clean_image(file) if isinstance(file, UploadedFile) else file


# What choosing a file offers; what counts is what stands in it.
CAPTIONS = ".vtt,.srt,.sbv,.ttml,.dfxp,.xml,.txt"


class CaptionTrackForm(WagtailAdminModelForm):
    """One track of one recording: its file is read as other programs write it, and kept as WebVTT."""

    # Sentences about what is another than in the file.
    put_right: Sequence[str] = ()

    class Meta:
        model = CaptionTrack
        fields = ("media", "language", "kind", "file")
        widgets = {"media": AdminMediaChooser, "file": forms.FileInput(attrs={"accept": CAPTIONS})}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file = cleaned.get("file")
        if isinstance(file, UploadedFile):
            try:
                kind = cleaned.get("kind") or CaptionTrack._meta.get_field("kind").default
                cleaned["file"] = clean = clean_captions(file, kind)
                self.put_right = clean.put_right
            except forms.ValidationError as error:
                self.add_error("file", error)
        return cleaned

    def save(self, commit: bool = True) -> CaptionTrack:
        if not commit or "file" not in self.changed_data:
            track: CaptionTrack = super().save(commit)
            return track
        track = super().save(commit=False)
        replace_track_file(track=track, file=self.cleaned_data["file"])
        return track

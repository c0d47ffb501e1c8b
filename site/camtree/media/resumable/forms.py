from contextlib import suppress
from typing import Any

from django import forms
from django.templatetags.static import static
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from camtree.media.resumable.access import get_upload
from camtree.media.resumable.actions import claim_upload, drop_upload
from camtree.media.resumable.arrived import ArrivedFile
from camtree.media.resumable.models import ResumableUpload
from camtree.media.resumable.places import AwayError, pieces

# What is no larger comes with the form.
SMALL = 4 * 1024 * 1024


class ResumableMixin:
    """For a form with a field `file`: a script (`js/resumable.js`) brings large ones in pieces, and says here which.

    Without a script the file comes with the form. Stands before mixins that look at what was uploaded.
    """

    fields: dict[str, forms.Field]
    files: Any

    class Media:
        js = ("camtree/js/resumable.js",)

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, user=user, **kwargs)  # type: ignore[call-arg]
        self.arrived: ResumableUpload | None = None
        if "file" in self.fields:
            self.fields["upload"] = forms.UUIDField(required=False, widget=forms.HiddenInput)
            self.fields["file"].widget.attrs |= {
                "data-resumable": reverse("resumable_uploads"),
                "data-piece": pieces().size,
                "data-small": SMALL,
                "data-tus": static("camtree/vendor/tus-js-client/tus.min.js"),
                "data-says-sent": _("{sent} of {all} MB are there."),
                "data-says-broken": _(
                    "The connection broke. What has arrived is kept for a week: press the button again to go on, "
                    "or choose the same file another day."
                ),
                "data-says-kept": _("“{name}” has arrived."),
            }

    def full_clean(self) -> None:
        key = self._key()
        if key is not None and not self.files.get(self.add_prefix("file")):  # type: ignore[attr-defined]
            self._put_in_place(key)
        super().full_clean()  # type: ignore[misc]
        if self.arrived is not None and not self._errors and not claim_upload(upload=self.arrived):  # type: ignore[attr-defined]
            self.add_error("file", self._gone())  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)  # type: ignore[misc]
        if self.arrived is not None and commit:
            # What is left of it, where the storage is away, goes by the timer.
            with suppress(AwayError):
                drop_upload(upload=self.arrived)
        return saved

    def _key(self) -> Any:
        if not self.is_bound or "upload" not in self.fields:  # type: ignore[attr-defined]
            return None
        try:
            return self.fields["upload"].clean(self.data.get(self.add_prefix("upload")))  # type: ignore[attr-defined]
        except forms.ValidationError:
            return None

    def _put_in_place(self, key: Any) -> None:
        """The file that has arrived, as if it had come with the form."""
        upload = get_upload(self.user, key)
        try:
            file = ArrivedFile(upload) if upload is not None and upload.is_whole else None
        except OSError:
            file = None
        if file is None:
            self.fields["file"].error_messages["required"] = self._gone()
            return
        self.arrived = upload
        # Where something else has to be put right first.
        self.fields["file"].help_text = self.fields["file"].widget.attrs["data-says-kept"].format(name=file.name)
        self.files = MultiValueDict({**dict(self.files.lists()), self.add_prefix("file"): [file]})  # type: ignore[attr-defined]

    def _gone(self) -> str:
        return _(
            "What was uploaded is gone, or was stored already. Look among the recordings, or choose the file again."
        )

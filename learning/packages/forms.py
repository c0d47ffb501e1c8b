"""What a package says of a learner, and the form with which editors bring one."""

import math
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from camtree.core.templatetags.core_tags import number
from camtree.core.words.json import JsonError, read_json

# Characters: SCORM 2004 lets material keep 64,000 of its own, and notes on each answer beside them.
MOST_STATE = 400_000
MOST_COUNT = 1_000_000


class OpenedForm(forms.Form):
    """Which part is opened, of which package."""

    package = forms.CharField(max_length=32)
    part = forms.CharField(max_length=160)


class SaidForm(OpenedForm):
    """What the script of a stranger says. Nothing of it is believed before it is checked."""

    opening = forms.IntegerField(min_value=1, max_value=MOST_COUNT)
    number = forms.IntegerField(min_value=1, max_value=MOST_COUNT)
    state = forms.CharField(required=False, max_length=MOST_STATE, strip=False)
    location = forms.CharField(required=False)
    is_complete = forms.BooleanField(required=False)
    is_passed = forms.NullBooleanField(required=False)
    score = forms.FloatField(required=False)
    seconds = forms.FloatField(required=False)

    def clean_state(self) -> str:
        state: str = self.cleaned_data["state"]
        if state:
            try:
                # Escaped signs are kept as they are written.
                read_json(state, any_signs=True)
            except JsonError:
                raise ValidationError(_("This is no state of a package.")) from None
        return state

    def clean_location(self) -> str:
        return str(self.cleaned_data["location"])[:255]

    def clean_score(self) -> Decimal | None:
        """A share of what can be reached, 0 to 1, with five places."""
        score = self.cleaned_data["score"]
        if score is None or not math.isfinite(score):
            return None
        return Decimal(str(min(1.0, max(0.0, score)))).quantize(Decimal("0.00001"))

    def clean_seconds(self) -> int:
        return int(min(float(MOST_COUNT * 1000), max(0.0, self.cleaned_data["seconds"] or 0.0)))


class PackageUploadForm(forms.Form):
    """A package as it comes out of the tool that made it."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("SCORM 1.2 or 2004 as a ZIP file, or H5P with its libraries."),
        widget=forms.FileInput(attrs={"accept": ".zip,.h5p"}),
    )
    # Made when the form is shown: what is sent twice is one upload.
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=160,
        help_text=gettext_lazy("Empty: the title that the package has."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_PACKAGE_MIB * 1024 * 1024:
            raise ValidationError(
                _("The file is larger than %(number)s MiB.") % {"number": number(settings.UPLOAD_PACKAGE_MIB)}
            )
        return file

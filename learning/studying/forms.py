"""What a learner sends from a lesson."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from camtree.core.words.json import read_json

# Far more than anybody writes at one question, far less than what would hurt.
LONGEST = 20_000
# A recording of more than a day is none; a page sends what was played since it last sent.
DAY = 86_400
MOST_PARTS = 500


class JournalForm(forms.Form):
    """Words that nobody else reads, and the version the page knew."""

    text = forms.CharField(
        label=_("your notes"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        # Browsers send line ends of their own; the same text must be the same.
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class WatchForm(forms.Form):
    """Which seconds of a recording were played."""

    second = forms.IntegerField(min_value=0, max_value=DAY)
    length = forms.IntegerField(min_value=1, max_value=DAY)
    parts = forms.CharField(max_length=20_000)

    def clean_parts(self) -> list[tuple[int, int]]:
        """Pairs of seconds, from and to."""
        try:
            found: Any = read_json(self.cleaned_data["parts"])
            parts = [(int(start), int(end)) for start, end in found]
        except (ValueError, TypeError, OverflowError):
            raise forms.ValidationError(_("These are not seconds of a recording.")) from None
        if len(parts) > MOST_PARTS or any(not 0 <= second <= DAY for part in parts for second in part):
            raise forms.ValidationError(_("These are not seconds of a recording."))
        return parts

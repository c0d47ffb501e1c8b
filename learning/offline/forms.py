"""What to take along, and what comes back."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PackForm(forms.Form):
    """What a pack is to hold beside text and pictures."""

    audio = forms.BooleanField(label=_("with sound recordings"), required=False)
    video = forms.BooleanField(label=_("with films"), required=False)
    quizzes = forms.BooleanField(
        label=_("with the questions of its quizzes"),
        required=False,
        help_text=_("This begins an attempt at each of them."),
    )


class AnswersForm(forms.Form):
    """A file of answers from a pack."""

    file = forms.FileField(
        label=_("file of answers"),
        allow_empty_file=True,
        help_text=_("The file that “Save my answers as a file” in your pack has made; its name ends in “.json”."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

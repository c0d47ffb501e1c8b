"""Giving a learner more time."""

from django import forms
from django.utils.translation import gettext_lazy as _


class MoreTimeForm(forms.Form):
    """How much more time somebody has in quizzes, and why."""

    extra_percent = forms.IntegerField(
        label=_("More time, in per cent"),
        min_value=0,
        max_value=900,
        help_text=_("Of the time limit of each quiz. 25 makes 40 minutes 50; 0 takes it back."),
    )
    note = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Only those who run the group and this learner read it. Name no illness that need not be named."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

"""What the player sends."""

from django import forms

from webinars.moments import MOST_SECONDS


class PlaceForm(forms.Form):
    """Where somebody stopped."""

    second = forms.IntegerField(min_value=0, max_value=MOST_SECONDS)

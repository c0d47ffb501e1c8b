"""The register-interest form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from camtree.core.forms import GuardedForm, country_choices, spoken_language_choices
from home.models import Interest


class RegisterInterestForm(GuardedForm):
    """Name and e-mail are required; the rest helps us answer well."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    role = forms.CharField(
        label=_("Your role"),
        max_length=120,
        required=False,
        help_text=_("For example teacher, head teacher, teacher educator."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    organisation = forms.CharField(
        label=_("School or organisation"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages you work in"),
        choices=spoken_language_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    interests = forms.MultipleChoiceField(
        label=_("What interests you"),
        choices=Interest.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    message = forms.CharField(
        label=_("Message"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    optional_fields = ["role", "organisation", "country", "languages", "interests", "message"]

"""The form by which a visitor writes to a lead."""

from django import forms
from django.utils.translation import gettext_lazy as _

from camtree.core.forms import GuardedForm


class EnquiryForm(GuardedForm):
    """A message to a lead, with an address for the answer."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("The lead answers to this address. It is shown to nobody else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    school = forms.CharField(
        label=_("School or organisation"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    message = forms.CharField(label=_("Message"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))

"""What people fill in about certificates."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CodeForm(forms.Form):
    """A code to check, as it was typed."""

    code = forms.CharField(
        label=pgettext_lazy("of a certificate", "Code"),
        max_length=100,
        help_text=_("Twelve letters and digits. Capitals, blanks and dashes do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class NameForm(forms.Form):
    """The name that stands on a certificate."""

    name = forms.CharField(
        label=_("The name on your certificate"),
        max_length=120,
        help_text=_("Whoever checks the certificate sees it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class RevokeForm(forms.Form):
    """Why a certificate is revoked."""

    reason = forms.CharField(
        label=_("Why it is revoked"),
        max_length=1000,
        help_text=_("Everybody who checks the certificate reads this. Its holder gets it by mail."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

"""What every public form has: a key against double sending, and a trap for machines."""

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from camtree.core.words.languages import SPOKEN, country_name, current_locale, language_name

# What Unicode's list of territories holds besides countries.
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def country_choices() -> list[tuple[str, str]]:
    """Countries by their names in the reader's language, an empty choice first."""
    codes = [str(code) for code in current_locale().territories]
    countries = [(code, country_name(code)) for code in codes if len(code) == 2 and code not in NO_COUNTRIES]
    return [("", str(_("Choose a country"))), *sorted(countries, key=lambda item: item[1])]


def spoken_language_choices() -> list[tuple[str, str]]:
    """Languages by their names in the reader's language."""
    return sorted(((code, language_name(code)) for code in SPOKEN), key=lambda item: item[1].casefold())


def posted(request: HttpRequest) -> QueryDict | None:
    """What somebody sent, also where that is nothing at all; None for who only looks."""
    return request.POST if request.method == "POST" else None


def first_error(form: forms.BaseForm) -> str:
    """The first sentence about what is wrong, for a page that has one line for it; empty where nothing is."""
    return next((str(error) for errors in form.errors.values() for error in errors), "")


class GuardedForm(forms.Form):
    """A form anybody may send. `key` makes a second sending harmless; `website` is a field only machines fill in."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    consent = forms.BooleanField(
        label=_("I agree"), error_messages={"required": _("We may only keep your answers if you agree.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        self.order_fields([name for name in self.fields if name != "consent"])  # consent is the last thing one gives

    @property
    def is_from_machine(self) -> bool:
        """Whether the field that people cannot see was filled in. Ask after `is_valid`."""
        return bool(self.cleaned_data.get("website"))

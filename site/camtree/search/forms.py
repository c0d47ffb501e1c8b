"""The search form, as an address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from camtree.search.queries import page_types


class SearchForm(forms.Form):
    """What is looked for, among which kind of page, and which page of results."""

    q = forms.CharField(required=False, max_length=200)
    type = forms.ChoiceField(required=False, choices=lambda: [("", _("Everything")), *((k, k) for k in page_types())])
    page = forms.IntegerField(required=False, min_value=1)

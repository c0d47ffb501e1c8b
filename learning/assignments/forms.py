"""Handing in, and marking."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from camtree.core.seen import SeenMixin
from research.models import Inquiry

LONGEST = 60_000


class WorkForm(forms.Form):
    """A text and perhaps a file, and the version the page knew."""

    text = forms.CharField(
        label=_("your text"),
        required=False,
        strip=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    file = forms.FileField(
        label=_("file"),
        required=False,
        help_text=_("PDF, Word, slides, a table or a picture. Names inside the file are taken out."),
    )
    number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n")


class DraftForm(forms.Form):
    """Which of one's drafts is the answer; none of them begins a new one."""

    inquiry = forms.ModelChoiceField(Inquiry.objects.none(), label=_("draft"), required=False)

    def __init__(self, *args: Any, drafts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["inquiry"]
        field.queryset, field.empty_label = drafts, _("Begin a new draft")


class CriteriaForm(forms.Form):
    """Points for each criterion: `id`, `name` and most `points` of each."""

    number = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for place, criterion in enumerate(criteria):
            most = criterion["points"]
            self.fields[f"points-{place}"] = forms.IntegerField(
                label=criterion["name"],
                min_value=0,
                max_value=most,
                help_text=ngettext("0 to %(most)s point", "0 to %(most)s points", most) % {"most": most},
            )
        self.order_fields([f"points-{place}" for place in range(len(criteria))])

    def points(self) -> dict[str, int]:
        """Points by the id of the criterion."""
        data = self.cleaned_data
        return {criterion["id"]: data[f"points-{place}"] for place, criterion in enumerate(self.criteria)}

    @property
    def most(self) -> int:
        return sum(criterion["points"] for criterion in self.criteria)


class MarkForm(SeenMixin, CriteriaForm):
    """Points for each criterion, words, and whether it is passed."""

    words = forms.CharField(
        label=_("words to the learner"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 6}), required=False
    )
    passes = forms.ChoiceField(
        label=_("result"),
        choices=[("yes", _("Passed")), ("no", _("Give it back to be done again"))],
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("passes") == "no" and not cleaned.get("words", "").strip():
            self.add_error("words", _("Say what is to be done, so that it can be done."))
        return cleaned

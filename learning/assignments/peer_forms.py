"""What learners and persons send where peers mark."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from learning.assignments.choices import HandBackReason
from learning.assignments.forms import CriteriaForm
from learning.assignments.peer_marks import LEAST_WORDS, weight
from learning.cohorts.actions.discussions import without_controls

LONGEST = 4_000


class ExampleForm(CriteriaForm):
    """What a learner gives the example."""

    number = None  # type: ignore[assignment] # the example has no versions


class PeerMarkForm(CriteriaForm):
    """Points and words for each criterion. Words are needed: points alone help nobody."""

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, criteria=criteria, **kwargs)
        order = []
        for place, criterion in enumerate(criteria):
            self.fields[f"words-{place}"] = forms.CharField(
                label=_("Words about: %(name)s") % {"name": criterion["name"]},
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("What did you see, and what would make it better?"),
            )
            order += [f"points-{place}", f"words-{place}"]
        self.order_fields(order)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for place in range(len(self.criteria)):
            name = f"words-{place}"
            if name in cleaned and weight(without_controls(cleaned[name])) < LEAST_WORDS:
                self.add_error(name, _("Say a little more, a sentence at least: the author learns from it."))
        return cleaned

    def words(self) -> dict[str, str]:
        """Words by the id of the criterion."""
        data = self.cleaned_data
        return {row["id"]: without_controls(data[f"words-{place}"]) for place, row in enumerate(self.criteria)}


class HandBackForm(forms.Form):
    """Why a learner does not mark a work."""

    reason = forms.ChoiceField(label=_("why"), choices=HandBackReason.choices, widget=forms.RadioSelect)


class AppealForm(forms.Form):
    """What is wrong with the marks."""

    words = forms.CharField(
        label=_("what is wrong with the marks"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Say which mark, and where in your work one sees it."),
    )

    def clean_words(self) -> str:
        return without_controls(self.cleaned_data["words"])


class DecisionForm(CriteriaForm):
    """The answer to an appeal: the marks stay, or these take their place."""

    number = None  # type: ignore[assignment] # the marks are decided on, not the text
    verdict = forms.ChoiceField(
        label=_("decision"),
        choices=[("keep", _("The marks stay")), ("change", _("These marks take their place"))],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("words to the learner"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, criteria: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, criteria=criteria, **kwargs)
        for place in range(len(criteria)):
            self.fields[f"points-{place}"].required = False

    def clean_words(self) -> str:
        return without_controls(self.cleaned_data["words"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        for place in range(len(self.criteria)):
            name = f"points-{place}"
            if cleaned.get("verdict") == "change" and cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("Say how many points it gets."))
        return cleaned

    @property
    def changed_points(self) -> dict[str, int] | None:
        """The points that take the place of the old ones; None where these stay."""
        return self.points() if self.cleaned_data["verdict"] == "change" else None

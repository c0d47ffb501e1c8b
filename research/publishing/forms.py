"""What is asked, answered and told once a report is public."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from camtree.vocabularies.models import CANONICAL_TERMS, Phase
from research.publishing.choices import ReplicationResult, WithdrawalKind
from research.publishing.models import Replication


class NewVersionForm(forms.Form):
    """What readers are told about a new version."""

    what_changed = forms.CharField(
        label=_("What changes, and why?"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences. Readers find them beside the new version."),
    )


class WishForm(forms.Form):
    """An author asks for a report to be withdrawn or removed."""

    kind = forms.ChoiceField(
        label=_("What should happen?"), choices=WithdrawalKind.choices, widget=forms.RadioSelect, initial=None
    )
    wish = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Only editors read this."),
    )


class WithdrawalForm(forms.Form):
    """An editor withdraws or removes a report."""

    public_reason = forms.CharField(
        label=_("Reason that readers see"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Name nobody who is to be protected."),
    )
    private_note = forms.CharField(
        label=_("Note for editors"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RemovalForm(WithdrawalForm):
    """Removing is final, so that it takes one more tick."""

    show_title = forms.BooleanField(
        label=_("Tell the title at the address of the report"),
        required=False,
        help_text=_("Leave it out where the title itself does harm."),
    )
    is_sure = forms.BooleanField(label=_("I know that the text cannot be brought back"))


class AnswerForm(forms.Form):
    """Words that the authors are told."""

    reason = forms.CharField(
        label=_("What the authors are told"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReplicationForm(forms.ModelForm[Replication]):
    """I tried this too."""

    def __init__(self, *args: Any, phases: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["phase"]
        field.queryset = Phase.objects.filter(CANONICAL_TERMS)
        field.label_from_instance = lambda term: phases.get(term.slug, term.name)
        field.empty_label = ""
        result: Any = self.fields["result"]
        result.choices = ReplicationResult.choices  # three answers and no fourth that says nothing

    class Meta:
        model = Replication
        fields = ["result", "country", "phase", "setting", "changed", "seen", "name"]
        widgets = {
            "result": forms.RadioSelect,
            "setting": forms.Textarea(attrs={"rows": 2}),
            "changed": forms.Textarea(attrs={"rows": 3}),
            "seen": forms.Textarea(attrs={"rows": 5}),
        }

"""What reviewers and editors fill in."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from camtree.core.seen import SeenMixin
from camtree.core.words.locales import active_locale
from camtree.vocabularies.models import Approach, Subject
from camtree.vocabularies.queries import term_names
from research.inquiries.forms import TermsField
from research.library.models import CollectionPage
from research.review.board import calls_open_now
from research.review.choices import Verdict
from research.review.models import Call, ReviewerProfile, ReviewInvite
from research.review.rounds import Asked

# Where the editor has to write, in the letters of every language.
REASONS = re.compile(r"\[(reasons|motivos|raisons|الأسباب|理由)\]")
# Characters of one answer. Nobody reads more.
LONGEST_ANSWER = 20_000


class SubmitForm(forms.Form):
    """For which call a report is submitted."""

    call = forms.ModelChoiceField(
        label=_("call or collection"),
        queryset=Call.objects.none(),
        required=False,
        empty_label=_("The library, without a call"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["call"]
        field.queryset = calls_open_now()

    @property
    def has_calls(self) -> bool:
        """Whether there is anything to choose."""
        field: Any = self.fields["call"]
        return bool(field.queryset.exists())


class InviteForm(forms.Form):
    """Whom to ask for a review: an address; a member is found by it."""

    email = forms.EmailField(label=_("e-mail"))
    name = forms.CharField(label=_("name"), max_length=160, required=False)


class AcceptForm(forms.Form):
    """Nobody reviews a friend: the reviewer says so before the manuscript opens."""

    no_conflict = forms.BooleanField(
        label=_("I have no conflict of interest: I do not work with the authors and have no gain from the result."),
        error_messages={"required": _("Please say that you have no conflict of interest, or decline.")},
    )
    keeps_it = forms.BooleanField(
        label=_("I keep what I read to myself."),
        error_messages={"required": _("Please promise to keep it to yourself.")},
    )


class DeclineForm(forms.Form):
    """Why not: helps the editors to ask somebody else."""

    reason = forms.CharField(
        label=_("Why, and whom should we ask instead?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(SeenMixin, forms.Form):
    """A review: the questions of the rubric, a recommendation, words to the authors and words to the editors.

    To save, anything may be missing; to send, `must_be_complete` says what is.
    """

    def __init__(self, *args: Any, questions: list[Asked], invite: ReviewInvite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for place, question in enumerate(questions, start=1):
            given = invite.answers.get(question.key, {})
            label = f"{place}. {question.question}"
            if question.scale:
                self.fields[f"step-{question.key}"] = forms.TypedChoiceField(
                    label=label,
                    help_text=question.guidance,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    choices=list(enumerate(question.scale)),
                    initial=given.get("step"),
                    widget=forms.RadioSelect,
                )
            if question.wants_words:
                self.fields[f"words-{question.key}"] = forms.CharField(
                    label=_("Why? (question %(number)s)") % {"number": place} if question.scale else label,
                    help_text="" if question.scale else question.guidance,
                    required=False,
                    max_length=LONGEST_ANSWER,
                    initial=given.get("words", ""),
                    widget=forms.Textarea(attrs={"rows": 3}),
                )
        self.fields["words_to_author"] = forms.CharField(
            label=_("Words to the authors"),
            help_text=_("They read this. What did you like, what did you not follow, what would make it stronger?"),
            required=False,
            max_length=LONGEST_ANSWER,
            initial=invite.words_to_author,
            widget=forms.Textarea(attrs={"rows": 8}),
        )
        self.fields["recommendation"] = forms.ChoiceField(
            label=_("Your recommendation"),
            help_text=_("Only the editors decide; the authors see your recommendation beside your words."),
            choices=Verdict.choices,
            required=False,
            initial=invite.recommendation,
            widget=forms.RadioSelect,
        )
        self.fields["words_to_editor"] = forms.CharField(
            label=_("Words to the editors alone"),
            help_text=_("The authors never see this."),
            required=False,
            max_length=LONGEST_ANSWER,
            initial=invite.words_to_editor,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

        for name in self.needed:
            # Needed to send and not to save: no browser insists on it, and no page calls it optional.
            vars(self.fields[name])["is_needed"] = True

    @property
    def needed(self) -> list[str]:
        """Fields without which a review says nothing."""
        asked = [(f"step-{row.key}" if row.scale else f"words-{row.key}", row) for row in self.questions]
        found = [name for name, row in asked if row.is_required and name in self.fields]
        return [*found, "recommendation", "words_to_author"]

    def words(self) -> dict[str, Any]:
        """What was filled in, as `save_review` keeps it."""
        data = self.cleaned_data
        answers = {}
        for question in self.questions:
            given = {
                "step": data.get(f"step-{question.key}"),
                "words": data.get(f"words-{question.key}", ""),
            }
            answers[question.key] = {name: value for name, value in given.items() if value not in {None, ""}}
        return {
            "answers": answers,
            "recommendation": data["recommendation"],
            "words_to_author": data["words_to_author"],
            "words_to_editor": data["words_to_editor"],
        }

    def must_be_complete(self) -> bool:
        """Add an error for each thing without which a review says nothing. True when nothing is missing."""
        instead = {
            "recommendation": _("Please choose a recommendation."),
            "words_to_author": _("Please write something to the authors."),
        }
        for name in self.needed:
            if self.cleaned_data.get(name) in {None, ""}:
                self.add_error(name, instead.get(name, _("Please answer this question.")))
        return not self.errors


class DecisionForm(forms.Form):
    """A decision and its letter."""

    verdict = forms.ChoiceField(label=pgettext_lazy("of an editor", "Decision"), choices=Verdict.choices)
    letter = forms.CharField(
        label=_("Letter to the authors"),
        help_text=_("The reviews go with it. Put your reasons where it says [reasons]."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 14}),
    )
    collection = forms.ModelChoiceField(
        label=_("Collection"), queryset=CollectionPage.objects.none(), required=False, empty_label=_("None")
    )
    publish_on = forms.DateField(
        label=_("Publish on"),
        help_text=_("Leave empty to publish as soon as the letter leaves."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One form for each verdict stands on the page; the summary of errors leads to the field of the right one.
        verdict = self.data.get("verdict", "") if self.is_bound else ""
        for name in ("letter", "collection", "publish_on"):
            self.fields[name].widget.attrs["id"] = f"letter-{verdict}" if name == "letter" else name.replace("_", "-")
        field: Any = self.fields["collection"]
        field.queryset = CollectionPage.objects.filter(locale=active_locale(), live=True).order_by("title")

    def clean_letter(self) -> str:
        letter: str = self.cleaned_data["letter"].replace("\r\n", "\n").strip()
        if REASONS.search(letter):
            raise forms.ValidationError(_("Write your reasons where it says [reasons]."))
        return letter

    def clean_publish_on(self) -> Any:
        day = self.cleaned_data["publish_on"]
        if day and (day - timezone.localdate()).days > 366:
            raise forms.ValidationError(_("That is more than a year away."))
        return day


class QuestionForm(forms.Form):
    """Something to ask the authors."""

    question = forms.CharField(
        label=_("Question to the authors"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class AnswerForm(forms.Form):
    """The authors' answer."""

    answer = forms.CharField(label=_("Your answer"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5}))


class ReviewerProfileForm(SeenMixin, forms.ModelForm[ReviewerProfile]):
    """What a member tells editors who look for reviewers."""

    subjects = TermsField(Subject, _("subjects"))
    approaches = TermsField(Approach, _("approaches"))
    languages = forms.MultipleChoiceField(
        label=_("languages you can review in"), choices=settings.LANGUAGES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ReviewerProfile
        fields = ["languages", "subjects", "approaches", "about", "at_once", "per_year", "is_available"]
        widgets = {"about": forms.Textarea(attrs={"rows": 4})}
        help_texts = {
            "about": _("A few sentences for the editors: what you teach, what you have looked into yourself."),
            "is_available": _("Untick it for a while when you have no time. What you have begun stays."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, names in term_names(active_locale()).items():
            field = self.fields.get(name)
            if isinstance(field, TermsField):
                field.names = names

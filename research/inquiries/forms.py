"""What those who write a draft send."""

from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from camtree.core.seen import SeenMixin
from camtree.vocabularies.models import CANONICAL_TERMS, Approach, Phase, Subject, Theme, VocabularyTerm
from research.inquiries import references
from research.inquiries.choices import Access, EthicsQuestion, EthicsReply, Faces
from research.inquiries.models import Attachment, CasePupil, Inquiry, InquiryPerson
from research.library.choices import ContributorRole
from research.library.names import LONGEST, parts_of

NAME_ASKED = ("family_name", "given_name", "is_family_first")


class StartForm(forms.Form):
    """A working title; the template is chosen by the button."""

    template = forms.SlugField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("Working title"), max_length=255, required=False)


class TermsField(forms.ModelMultipleChoiceField):
    """Words of a vocabulary, read in the member's language, kept as the one row that reports point at."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, model: type[VocabularyTerm], label: Any) -> None:
        super().__init__(model._default_manager.filter(CANONICAL_TERMS), required=False, label=label)
        self.names: dict[str, str] = {}

    def label_from_instance(self, obj: Any) -> str:
        return self.names.get(obj.slug, obj.name)


class FactsForm(SeenMixin, forms.ModelForm[Inquiry]):
    """Where, when, with whom; what readers will filter by."""

    phases = TermsField(Phase, _("phases"))
    subjects = TermsField(Subject, _("subjects"))
    approaches = TermsField(Approach, _("approaches"))
    themes = TermsField(Theme, _("themes"))

    class Meta:
        model = Inquiry
        fields = [
            *("title", "stage", "country", "place", "school", "show_school", "phases", "subjects", "approaches"),
            *("themes", "learners", "age_from", "age_to", "cycles", "started_on", "ended_on", "licence"),
        ]
        widgets = {
            **dict.fromkeys(("phases", "subjects", "approaches", "themes"), forms.CheckboxSelectMultiple),
            **{name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d") for name in ("started_on", "ended_on")},
        }
        help_texts = {
            "title": _("What a colleague would search for. You can change it until the report is published."),
            "school": _("Editors see it. Readers see it only if you say so below."),
        }

    def __init__(self, *args: Any, terms: dict[str, dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, names in terms.items():
            field = self.fields[name]
            if isinstance(field, TermsField):
                field.names = names

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        youngest, oldest = data.get("age_from"), data.get("age_to")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_to", _("The oldest learner is younger than the youngest."))
        begun, ended = data.get("started_on"), data.get("ended_on")
        if begun and ended and begun > ended:
            self.add_error("ended_on", _("The inquiry ends before it begins."))
        return data


class NamedForm(forms.ModelForm[InquiryPerson]):
    """Asks for a name in its parts; one that has no parts is typed whole into the first field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        family = self.fields["family_name"]
        family.required = True
        family.help_text = _("A name of one word, or of an organisation, goes in here whole.")
        self.fields["given_name"].help_text = _("Reference lists shorten them to their first letters.")
        if not self.instance.given_name:
            self.initial["family_name"] = self.instance.name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        family, given = data.get("family_name", ""), data.get("given_name", "")
        if family:
            found = parts_of(family=family, given=given, is_family_first=data.get("is_family_first", False))
            if len(found["name"]) > LONGEST:
                says = _("Together these names have more than %(most)s characters. Shorten one of them.")
                self.add_error("given_name", says % {"most": LONGEST})
            self.instance.name = found["name"]
            data |= found
        return data

    def _post_clean(self) -> None:
        """A row without a name is refused once, at the field where it is typed."""
        if "family_name" not in self.errors:
            super()._post_clean()  # type: ignore[misc]


class PersonForm(NamedForm):
    """Somebody to write with, or to name."""

    access = forms.ChoiceField(
        label=pgettext_lazy("access to a draft", "May"),
        choices=[(choice.value, choice.label) for choice in (Access.WRITE, Access.COMMENT, Access.NONE)],
        initial=Access.WRITE,
    )

    class Meta:
        model = InquiryPerson
        fields = [*NAME_ASKED, "email", "access", "role", "affiliation", "orcid", "is_author"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("access") != Access.NONE and not data.get("email"):
            self.add_error("email", _("To invite somebody, we need an e-mail address."))
        return data


class AttachmentForm(SeenMixin, forms.ModelForm[Attachment]):
    """What a file is and under which terms others may use it; for a picture also what it shows."""

    faces = forms.ChoiceField(
        label=_("Can anybody be recognised in it?"),
        help_text=_("For pictures. A face, a name on a door or a uniform with the school’s badge is enough."),
        choices=Faces.choices,
        widget=forms.RadioSelect,
        required=False,
    )

    class Meta:
        model = Attachment
        fields = ["kind", "title", "alt", "faces", "licence"]
        help_texts = {"alt": _("For pictures, for readers who cannot see them: one or two sentences. No names.")}


class NewAttachmentForm(AttachmentForm):
    """The same with the file."""

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        help_text=_("PDF, Word, PowerPoint, Excel, CSV, text, PNG, JPEG or WebP, up to 20 MB. What the file says about "
                    "who made it, where and when is taken out."),
    )  # fmt: skip
    field_order = ["file", "kind", "title", "alt", "faces", "licence"]


class WordForm(forms.Form):
    """A Word file to fill the parts from."""

    file = forms.FileField(
        label=_("Word file"),
        help_text=_("A .docx of up to 20 MB. You see what goes where before anything changes."),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )


class PastedReferencesForm(forms.Form):
    """References as other programs write them."""

    pasted = forms.CharField(
        label=_("BibTeX, RIS, CSL-JSON or DOIs"),
        help_text=_("As many as you like. Your library or reference program exports them. We ask nobody over the net."),
        max_length=references.LONGEST,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "ltr", "spellcheck": "false"}),
    )


class ReferenceForm(SeenMixin, forms.Form):
    """One reference as it should read."""

    text = forms.CharField(
        label=_("Reference"),
        help_text=_("Authors (year). Title. Source. *Stars* make words slanted."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class EthicsForm(SeenMixin, forms.Form):
    """Questions about consent. Whoever says no, or that it was not needed, says why."""

    def __init__(self, *args: Any, inquiry: Inquiry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {row.question: row for row in inquiry.ethics_answers.all()}
        for question in EthicsQuestion:
            row = said.get(question.value)
            self.fields[question.value] = forms.ChoiceField(
                label=question.label,
                choices=EthicsReply.choices,
                widget=forms.RadioSelect,
                initial=row.answer if row else None,
                error_messages={"required": _("Choose one.")},
            )
            self.fields[f"{question.value}_why"] = forms.CharField(
                label=_("How, or why not, in a line"), max_length=300, required=False, initial=row.why if row else ""
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for question in EthicsQuestion:
            answer = data.get(question.value)
            if answer in {EthicsReply.NO, EthicsReply.NOT_NEEDED} and not data.get(f"{question.value}_why"):
                self.add_error(f"{question.value}_why", _("Say in a line why."))
        return data

    @property
    def answers(self) -> dict[str, dict[str, str]]:
        """Answer and reason by question."""
        data = self.cleaned_data
        return {q.value: {"answer": data[q.value], "why": data[f"{q.value}_why"]} for q in EthicsQuestion}


class CommentForm(forms.Form):
    """A remark on a part of a draft."""

    text = forms.CharField(label=_("Comment"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))


class PersonFactsForm(SeenMixin, NamedForm):
    """What the report says of somebody, and what they may do with the draft."""

    access = forms.ChoiceField(
        label=pgettext_lazy("access to a draft", "May"),
        choices=[(choice.value, choice.label) for choice in (Access.WRITE, Access.COMMENT, Access.NONE)],
    )
    contributions = forms.MultipleChoiceField(
        label=_("Contributions"),
        help_text=_("The fourteen roles of CRediT, as many as fit. Readers see them beside the name."),
        choices=ContributorRole.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = InquiryPerson
        fields = [
            *(*NAME_ASKED, "native_name", "role", "affiliation", "orcid", "is_author", "contributions", "access"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.access == Access.OWNER:
            del self.fields["access"]


class CasePupilForm(SeenMixin, forms.Form):
    """What is said of a case pupil, with a field for each research lesson."""

    def __init__(self, *args: Any, lessons: int, pupil: CasePupil | None = None, **kwargs: Any) -> None:
        pupil = pupil or CasePupil()
        kept = [number for number, _text in pupil.lessons_seen]
        self.lessons = sorted({*range(1, min(lessons, 12) + 1), *kept})
        named = {name: getattr(pupil, name) for name in ("label", "starting_point", "prediction")}
        seen = {f"seen_{number}": pupil.seen.get(str(number), "") for number in self.lessons}
        kwargs["initial"] = {**named, **seen}
        super().__init__(*args, **kwargs)
        for name in named:
            self.fields[name] = fields_for_model(CasePupil, [name])[name]
        for number in self.lessons:
            self.fields[f"seen_{number}"] = forms.CharField(
                label=_("What you saw in research lesson %(number)s") % {"number": number},
                max_length=2000,
                required=False,
                widget=forms.Textarea,
            )
        for name, field in self.fields.items():
            if name != "label":
                field.widget.attrs |= {"rows": 3, "dir": "auto"}

    @property
    def facts(self) -> dict[str, Any]:
        """Values of the model."""
        data = self.cleaned_data
        seen = {str(number): data[f"seen_{number}"] for number in self.lessons if data[f"seen_{number}"]}
        return {**{name: data[name] for name in ("label", "starting_point", "prediction")}, "seen": seen}

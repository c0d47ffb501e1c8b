"""What readers fill in about what they save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from research.reading.choices import Frequency
from research.reading.models import Digest, ListedWork, ReadingList, SavedSearch


class ListForm(forms.ModelForm):
    """A list of one's own: its name, and what it is for. Bookmarks have a name already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_bookmarks:
            del self.fields["title"]
        else:
            self.fields["title"].required = True

    class Meta:
        model = ReadingList
        fields = ["title", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}


class KeepForm(forms.Form):
    """Where to keep a work: a list that is there, or a new one."""

    reading_list = forms.ChoiceField(label=_("list"), widget=forms.RadioSelect)
    new_list = forms.CharField(
        label=_("name of the new list"),
        max_length=120,
        required=False,
        help_text=_("Only if you chose “A new list”."),
    )
    note = forms.CharField(
        label=_("note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Why you saved it. Whoever has the link of a shared list reads it too."),
    )
    BOOKMARKS, NEW = "bookmarks", "new"

    def __init__(self, *args: Any, lists: list[ReadingList], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(row.pk), row.title) for row in lists if not row.is_bookmarks]
        field: Any = self.fields["reading_list"]
        field.choices = [(self.BOOKMARKS, _("Saved works")), *own, (self.NEW, _("A new list"))]
        field.initial = self.BOOKMARKS

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("reading_list") == self.NEW and not cleaned.get("new_list", "").strip():
            self.add_error("new_list", _("Give the new list a name."))
        return cleaned


class NoteForm(forms.ModelForm):
    """Why a work is on a list."""

    class Meta:
        model = ListedWork
        fields = ["note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}


class SearchForm(forms.ModelForm):
    """A name for a saved search, and how often one hears of what is new for all of one's own."""

    frequency = forms.ChoiceField(
        label=_("Mails on new works"),
        choices=Frequency.choices,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("New works that your saved searches find come in one mail. Each mail has a link that stops them."),
    )

    class Meta:
        model = SavedSearch
        fields = ["title"]


class DigestForm(forms.ModelForm):
    """How often somebody hears of new works."""

    class Meta:
        model = Digest
        fields = ["frequency"]
        widgets = {"frequency": forms.RadioSelect}

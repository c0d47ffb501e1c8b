"""The form in which editors write a webinar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from camtree.core.pages.forms import PageForm
from webinars.chapters import Chapter, ChapterListError, read_chapters, write_chapters, written_moment


class WebinarForm(PageForm):
    """A webinar, whose chapters are a list that can be pasted."""

    chapter_list = forms.CharField(
        label=_("Chapters"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto", "spellcheck": "true"}),
        help_text=_(
            "One a line, a time and a title: 04:30 What we asked. "
            "With the page of the slides: 04:30 [slide 5] What we asked."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "chapter_list" in self.fields and self.instance.pk:
            self.initial.setdefault("chapter_list", write_chapters(self.instance.chapters.all()))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        recording, minutes = cleaned.get("recording"), cleaned.get("duration_minutes")
        length = recording.duration if recording and recording.duration else (minutes or 0) * 60
        try:
            cleaned["chapters_read"] = read_chapters(cleaned.get("chapter_list") or "", length=length)
        except ChapterListError as error:
            self.add_error("chapter_list", [forms.ValidationError(fault) for fault in error.faults])
        return cleaned

    def save(self, commit: bool = True) -> Any:
        if "chapter_list" in self.fields and "chapters_read" in self.cleaned_data:
            self.instance.chapters = self._rows(self.cleaned_data["chapters_read"])
        return super().save(commit)

    def _rows(self, chapters: list[Chapter]) -> list[Any]:
        """Rows for the chapters. One that stays at its time or keeps its title is the same row, so that its
        translations are still its own."""
        held = list(self.instance.chapters.all())
        rows = []
        for place, chapter in enumerate(chapters):
            same = [row for row in held if row.seconds == chapter.second]
            same += [row for row in held if row.title == chapter.title]
            row = same[0] if same else self.instance.chapters.model(locale=self.instance.locale)
            held = [other for other in held if other is not row]
            row.at, row.title, row.slide = written_moment(chapter.second), chapter.title, chapter.slide
            row.sort_order = place
            rows.append(row)
        return rows

"""The index of the search: what is known of each thing that can be found, put so that it is found fast."""

import re
from typing import Final

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from camtree.search.analysis.words import words_in
from camtree.search.fields import WordsField

# Days of what has none: it comes last, whichever way a list is sorted.
NO_DAY_FIRST: Final = 0
NO_DAY_LAST: Final = 99_999_999


class Build(models.Model):
    """One making of the whole index. Questions go to the newest that is finished; a new one is made beside it."""

    begun_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    # How words were taken from texts then (camtree.search.rebuilding).
    analysis = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("making of the search index")

    def __str__(self) -> str:
        return f"{self.pk}"


class Entry(models.Model):
    """What the index knows of one object, one row in each build.

    The facts by which lists are narrowed are columns, several terms of one vocabulary in one column with spaces
    between: so they are counted in one pass. Their words are among `words` too.
    """

    build = models.ForeignKey(Build, on_delete=models.CASCADE, related_name="+", db_index=False)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+", db_index=False)
    object_id = models.BigIntegerField()
    # "" for what only the admin searches.
    kind = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=12, blank=True)
    # A bit for each locale (1 << primary key) whose readers are shown this page of its work; 0 for what is not public.
    readers = models.BigIntegerField(default=0)
    translation_key = models.UUIDField(null=True)
    is_withdrawn = models.BooleanField(default=False)

    phases = models.CharField(max_length=400, blank=True)
    subjects = models.CharField(max_length=800, blank=True)
    approaches = models.CharField(max_length=800, blank=True)
    themes = models.CharField(max_length=800, blank=True)
    country = models.CharField(max_length=2, blank=True)
    original_language = models.CharField(max_length=12, blank=True)
    variety = models.CharField(max_length=20, blank=True)
    year = models.CharField(max_length=4, blank=True)

    # The day of publishing as a number such as 20260131, twice: see NO_DAY_FIRST and NO_DAY_LAST.
    newest = models.IntegerField(default=NO_DAY_FIRST)
    oldest = models.IntegerField(default=NO_DAY_LAST)
    sort_title = models.CharField(max_length=60, blank=True)

    # What excerpts are taken from.
    text = models.TextField(blank=True)
    words = WordsField(blank=True)
    # Its words among the known ones, with spaces between.
    known = models.TextField(blank=True)
    indexed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("entry of the search index")
        constraints = [
            models.UniqueConstraint(fields=["object_id", "content_type", "build"], name="search_entry_of_object"),
        ]
        indexes = [
            models.Index(fields=["kind", "newest", "object_id", "build", "readers"], name="search_newest"),
            models.Index(fields=["kind", "oldest", "object_id", "build", "readers"], name="search_oldest"),
            models.Index(fields=["kind", "sort_title", "object_id", "build", "readers"], name="search_title"),
            models.Index(fields=["translation_key"], name="search_work"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class EntryPassage(models.Model):
    """A piece of what a file says that an entry's object holds: camtree.search.documents.Passage, with its words."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="passages", db_index=False)
    # Its order in the entry, from 0.
    place = models.PositiveIntegerField()
    language = models.CharField(max_length=12, blank=True)
    second = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=255, blank=True)
    address = models.TextField(blank=True)
    text = models.TextField()
    words = WordsField(blank=True)

    class Meta:
        verbose_name = _("passage of an entry of the search index")
        constraints = [models.UniqueConstraint(fields=["entry", "place"], name="search_passage_of_entry")]

    def __str__(self) -> str:
        return self.text


class KnownWord(models.Model):
    """A word that stands in a title, a name, a fact or an introduction: what a mistyped one may have meant.

    It goes with the last entry that has it. Whether a reader finds anything by it is asked before it is offered.
    """

    folded = models.CharField(max_length=60)
    written = models.CharField(max_length=80)
    length = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("known word")
        constraints = [models.UniqueConstraint(fields=["folded"], name="search_known_word")]
        indexes = [models.Index(fields=["length", "folded"], name="search_word_length")]

    def __str__(self) -> str:
        return self.written


class Synonyms(models.Model):
    """Words that mean the same to a search, as editors say."""

    # In others nobody says what a word is (analysis/variants.toml).
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    words = models.CharField(
        _("words that mean the same"),
        max_length=400,
        help_text=_(
            "With commas between them, for example: maths, mathematics, numeracy. Whoever asks for one finds all."
        ),
    )

    panels = [FieldPanel("language"), FieldPanel("words")]

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "words"]

    def __str__(self) -> str:
        return self.words

    @property
    def listed(self) -> list[str]:
        """Each of the words, or of the groups of words."""
        parts = (part.strip() for part in re.split(r"[,،，、]", self.words))
        return [part for part in parts if part]

    def clean(self) -> None:
        super().clean()
        without = [part for part in self.listed if not any(words_in(part))]
        if without:
            sentence = _("“%(part)s” has no letter and no digit: nobody would find anything by it.")
            raise ValidationError({"words": sentence % {"part": without[0]}})
        if len(self.listed) < 2:
            raise ValidationError({"words": _("Write at least two, with commas between them.")})

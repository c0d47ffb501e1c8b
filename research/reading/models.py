"""What readers keep: bookmarks, lists of works, searches, and how often they hear of what is new."""

import secrets
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from research.reading.choices import BETWEEN, Frequency


def new_key() -> str:
    """A word that nobody guesses."""
    return secrets.token_urlsafe(24)


class ReadingList(models.Model):
    """Works that a member keeps together, for themselves or for whoever has the link. One list is their bookmarks."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reading_lists")
    title = models.CharField(_("name"), max_length=120, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True, help_text=_("What the list is for."))
    is_bookmarks = models.BooleanField(_("bookmarks"), default=False, editable=False)
    # Opens the list to whoever has it; null for one that is private.
    key = models.CharField(_("link"), max_length=40, null=True, blank=True, unique=True, editable=False)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("reading list")
        verbose_name_plural = _("reading lists")
        ordering = ["-is_bookmarks", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(is_bookmarks=True), name="research_reading_bookmarks_once"
            )
        ]

    def __str__(self) -> str:
        return gettext("Saved works") if self.is_bookmarks else self.title


class ListedWork(models.Model):
    """A work on a list: all languages and versions of a report, by its translation key."""

    reading_list = models.ForeignKey(ReadingList, on_delete=models.CASCADE, related_name="works")
    work = models.UUIDField(_("work"), db_index=True)
    # As it was called when it was put here, for its keeper's own data.
    title = models.CharField(_("title"), max_length=255)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    position = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    class Meta:
        verbose_name = _("work on a list")
        verbose_name_plural = _("works on lists")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reading_list", "work"], name="research_reading_work_once_in_a_list")
        ]

    def __str__(self) -> str:
        return self.title


class SavedSearch(models.Model):
    """A question to the library that a member keeps: the query string of its address."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    query = models.CharField(_("search"), max_length=1000)
    title = models.CharField(
        _("name"), max_length=120, blank=True, help_text=_("Without a name it is listed by its words and filters.")
    )
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["member", "query"], name="research_reading_search_once")]

    def __str__(self) -> str:
        return self.title or self.query

    @property
    def asked(self) -> QueryDict:
        """What it asks for."""
        return QueryDict(self.query)


class ReadableWork(models.Model):
    """A work that everybody may read, and since when it is known to be so: by publishing, or because a password or
    another door before it went. It stays when the work is closed again, so that nobody is told of it twice."""

    work = models.UUIDField(_("work"), unique=True)
    since = models.DateTimeField(_("since"), db_index=True)

    class Meta:
        verbose_name = _("work that may be read")
        verbose_name_plural = _("works that may be read")

    def __str__(self) -> str:
        return str(self.work)


class DigestQuerySet(models.QuerySet["Digest"]):
    """Questions about mails on what is new."""

    def due(self, now: datetime) -> "DigestQuerySet":
        """Those whose time has come, of members who can get mail and look for something."""
        is_time = Q(pk__in=[])
        for frequency, between in BETWEEN.items():
            is_time |= Q(frequency=frequency, told_until__lte=now - between)
        searching = models.Exists(SavedSearch.objects.filter(member=models.OuterRef("member")))
        return self.filter(is_time, searching, member__is_active=True)


class Digest(models.Model):
    """How often a member is told what is new for their searches, and until when they know. Its key stops it without
    signing in."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest")
    frequency = models.CharField(
        _("how often"), max_length=8, choices=Frequency.choices, default=Frequency.OFF, db_default=Frequency.OFF
    )
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    told_until = models.DateTimeField(_("told until"), default=timezone.now)

    objects: ClassVar[DigestQuerySet] = DigestQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("mails on new works")
        verbose_name_plural = _("mails on new works")

    def __str__(self) -> str:
        return str(self.get_frequency_display())

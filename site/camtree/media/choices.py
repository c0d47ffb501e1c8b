from django.db import models
from django.utils.translation import gettext_lazy as _


class TrackKind(models.TextChoices):
    """What a text track does for the viewer; the values are those of HTML's `<track kind>`."""

    CAPTIONS = "captions", _("Captions: speech and sounds, for those who cannot hear")
    SUBTITLES = "subtitles", _("Subtitles: a translation of the speech")
    CHAPTERS = "chapters", _("Chapters: titles to jump to")

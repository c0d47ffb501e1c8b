from django.db import models
from django.utils.translation import gettext_lazy as _


class TrackKind(models.TextChoices):
    """What a text track does for the viewer; the values are those of HTML's `<track kind>`."""

    CAPTIONS = "captions", _("Captions: speech and sounds, for those who cannot hear")
    SUBTITLES = "subtitles", _("Subtitles: a translation of the speech")
    CHAPTERS = "chapters", _("Chapters: titles to jump to")


class RenditionKind(models.TextChoices):
    """A size in which a recording is offered besides its original, the smallest film first."""

    SMALL = "240p", _("Small film, 240p")
    MEDIUM = "480p", _("Medium film, 480p")
    LARGE = "720p", _("Large film, 720p")
    AUDIO = "audio", _("Sound alone")


class RenditionState(models.TextChoices):
    """How far a size of a recording is."""

    WAITING = "waiting", _("waits")
    WORKING = "working", _("is being made")
    MADE = "made", _("is there")
    LEFT_OUT = "left_out", _("left out")
    FAILED = "failed", _("failed")

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageField, get_upload_to
from wagtail.search import index
from wagtailmedia.models import AbstractMedia

from .choices import RenditionKind, RenditionState, TrackKind
from .privacy import aside
from .resumable.models import ResumableUpload as ResumableUpload
from .storages import private_storage


class CamtreeImage(AbstractImage):
    """A picture. Its original is private and holds no metadata; visitors get renditions."""

    file = WagtailImageField(
        verbose_name=_("file"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
        storage=private_storage,
    )
    credit = models.CharField(
        _("credit"),
        max_length=255,
        blank=True,
        help_text=_("Who made the picture and under which licence, as it should stand beside it."),
    )

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields: ClassVar = [*AbstractImage.search_fields, index.SearchField("credit")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")


class CamtreeRendition(AbstractRendition):
    """One size and format of a picture, made when a page first asks for it."""

    image = models.ForeignKey(CamtreeImage, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        return aside(self.image.collection_id, super().get_upload_to(filename))

    class Meta:
        verbose_name = _("image rendition")
        verbose_name_plural = _("image renditions")
        # Whoever fetches a file is asked for by its name.
        indexes: ClassVar = [models.Index(fields=["file"], name="media_rendition_by_file")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="media_rendition_unique_per_image"
            )
        ]


class CamtreeDocument(AbstractDocument):
    """A file to read or print. It lies in the private storage, because its collection may become private any day."""

    file = models.FileField(_("file"), upload_to="documents", storage=private_storage)

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    @property
    def is_read(self) -> bool:
        """Whether the words of the file it has now are known."""
        words: DocumentWords | None = getattr(self, "words", None)
        return words is not None and words.of_file == self.file_key

    @property
    def file_key(self) -> str:
        """What becomes another with another file: a digest of it, else its name, which no two files have."""
        return str(self.file_hash or self.file.name)


class DocumentWords(models.Model):
    """What stands in a document, read once in the background, for whoever searches."""

    document = models.OneToOneField(CamtreeDocument, on_delete=models.CASCADE, related_name="words")
    # `file_key` of the file that was read.
    of_file = models.CharField(max_length=255)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("words of a document")

    def __str__(self) -> str:
        return str(self.document)


def get_media_upload_to(instance: "CamtreeMedia", filename: str) -> str:
    return aside(instance.collection_id, f"media/{filename}")


def get_thumbnail_upload_to(instance: "CamtreeMedia", filename: str) -> str:
    return aside(instance.collection_id, f"media_thumbnails/{filename}")


class CamtreeMedia(AbstractMedia):
    """A video or a sound recording."""

    file = models.FileField(_("file"), upload_to=get_media_upload_to)
    thumbnail = models.FileField(_("thumbnail"), upload_to=get_thumbnail_upload_to, blank=True)

    text_alternative = models.TextField(
        _("text alternative"),
        blank=True,
        help_text=_("What a reader who can neither hear nor see the recording needs to know: usually its transcript."),
    )

    # Told before it is downloaded. Kept here, because asking the storage costs a request to another machine.
    file_size = models.PositiveBigIntegerField(_("size in bytes"), null=True, editable=False)

    # Another number with each new file: what was made of the one before belongs to it no more.
    version = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    admin_form_fields = (*AbstractMedia.admin_form_fields, "text_alternative")
    search_fields: ClassVar = [*AbstractMedia.search_fields, index.SearchField("text_alternative")]

    class Meta(AbstractMedia.Meta):
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        indexes: ClassVar = [
            models.Index(fields=["file"], name="media_recording_by_file"),
            models.Index(fields=["thumbnail"], name="media_recording_by_thumbnail"),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not getattr(self.file, "_committed", True):
            self.file_size = self.file.size
            self.version += 1
        super().save(*args, **kwargs)


def get_media_rendition_upload_to(instance: "MediaRendition", filename: str) -> str:
    return aside(instance.media.collection_id, f"media_renditions/{filename}")


class MediaRendition(models.Model):
    """A recording in one smaller size, or its sound alone, made in the background."""

    media = models.ForeignKey(CamtreeMedia, on_delete=models.CASCADE, related_name="renditions")
    kind = models.CharField(_("size"), max_length=8, choices=RenditionKind)
    # `version` of the recording whose file it was made of.
    of_version = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=8, choices=RenditionState, default=RenditionState.WAITING)
    # Why there is none, as a sentence of the catalogue.
    says = models.CharField(max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    # When whoever is at it last gave a sign of life.
    beat_at = models.DateTimeField(null=True)
    file = models.FileField(_("file"), upload_to=get_media_rendition_upload_to, blank=True)
    file_size = models.PositiveBigIntegerField(_("size in bytes"), null=True)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("size of a recording")
        verbose_name_plural = _("sizes of recordings")
        indexes: ClassVar = [models.Index(fields=["file"], name="media_size_by_file")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["media", "kind"], name="media_one_of_each_size")]
        ordering: ClassVar = ["media", "kind"]

    def __str__(self) -> str:
        return f"{self.media} · {self.kind}"


def get_track_upload_to(instance: "CaptionTrack", filename: str) -> str:
    """`tracks/<recording>-<language>-<kind>.vtt`; what the file was called elsewhere does not matter."""
    name = f"tracks/{instance.media_id}-{instance.language}-{instance.kind}.vtt"
    return aside(instance.media.collection_id, name)


class CaptionTrack(models.Model):
    """A WebVTT file that belongs to a recording: captions, subtitles or chapters in one language."""

    media = models.ForeignKey(
        CamtreeMedia, verbose_name=_("recording"), on_delete=models.CASCADE, related_name="caption_tracks"
    )
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    kind = models.CharField(_("kind"), max_length=12, choices=TrackKind, default=TrackKind.CAPTIONS)
    file = models.FileField(
        _("file"),
        upload_to=get_track_upload_to,
        help_text=_("A file of captions: WebVTT, SubRip (.srt), SBV or TTML. What is put right in it is told."),
    )
    # What stands in the file, for its history; None where it was stored before that was kept.
    text = models.TextField(null=True, editable=False)
    # Second, words and speaker, if any, of each cue, read in the background for whoever searches; None until then.
    cues = models.JSONField(null=True, editable=False)

    history = HistoricalRecords(excluded_fields=["cues"])

    class Meta:
        verbose_name = _("caption track")
        verbose_name_plural = _("caption tracks")
        indexes: ClassVar = [models.Index(fields=["file"], name="media_track_by_file")]
        ordering: ClassVar = ["media", "kind", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["media", "language", "kind"],
                name="media_track_unique_per_media",
                violation_error_message=_("This recording already has a track of this kind in this language."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.media} · {self.language_name} · {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.file and not getattr(self.file, "_committed", True):
            self.cues = None
            content = self.file.file
            content.seek(0)
            self.text = content.read().decode("utf-8", "replace").replace("\0", "\ufffd")
            content.seek(0)
        super().save(*args, **kwargs)

    @property
    def written(self) -> str:
        """The text of the file as it is now; empty where the file is gone."""
        if self.text is not None:
            return self.text
        try:
            with self.file.open("rb") as file:
                return str(file.read().decode("utf-8", "replace"))
        except FileNotFoundError:
            return ""

    @property
    def language_name(self) -> str:
        """The language's name in the language itself, as a player's menu shows it."""
        return str(get_language_info(self.language)["name_local"])

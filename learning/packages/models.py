"""Material made elsewhere, and what learners did in it."""

from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from camtree.media.storages import private_storage
from learning.packages.choices import PackageKind
from learning.studying.models import Enrolment

# A task is tried again for a day; then nobody comes for what is left lying.
GIVEN_UP: Final = timedelta(days=1)


class CoursePackage(index.Indexed, models.Model):
    """A SCORM or H5P package. What was uploaded never changes: a new version is a package of its own, which lessons
    choose, so that nobody's half-done work meets material that it does not belong to."""

    title = models.CharField(_("title"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=PackageKind, editable=False)
    # Names the folder of its files. Nobody guesses it, and it tells nothing.
    key = models.CharField(max_length=32, unique=True, editable=False)
    # What is to be launched, in order: `learning.packages.manifests.Part` as dictionaries. One at least.
    parts = models.JSONField(_("parts"), default=list, editable=False)
    file_count = models.PositiveIntegerField(_("files"), default=0, editable=False)
    # After unpacking.
    bytes = models.PositiveBigIntegerField(_("bytes"), default=0, editable=False)
    # Names of files that were not taken over, the first hundred.
    left_out = models.JSONField(_("left out"), default=list, blank=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [FieldPanel("title")]
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_h5p(self) -> bool:
        return self.kind == PackageKind.H5P

    @property
    def can_play(self) -> bool:
        """Whether this server has a host for packages."""
        return bool(settings.PACKAGES_HOST)

    def part_with(self, part_id: str) -> dict[str, Any] | None:
        """The part of that id; None where there is none."""
        return next((part for part in self.parts if part["id"] == part_id), None)


def place_of_upload(upload: "PackageUpload", name: str) -> str:
    """Where the file lies that somebody sent, until it is unpacked."""
    return f"package-uploads/{upload.key}.zip"


class PackageUpload(models.Model):
    """A file that becomes a package in the background, and what became of it: there is none before it is whole."""

    # Made with the form: what is sent twice is one upload.
    key = models.UUIDField(unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # The file itself, until it is through.
    file = models.FileField(storage=private_storage, upload_to=place_of_upload, blank=True)
    file_name = models.CharField(max_length=255)
    title = models.CharField(max_length=160, blank=True)
    # The language in which a refusal is told.
    language = models.CharField(max_length=10)
    # Names the folder of the try that runs, and in the end that of the package.
    folder = models.CharField(max_length=32, blank=True)
    # Each file is unpacked, and then kept.
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    # A part of the server was away: it is tried again.
    is_waiting = models.BooleanField(default=False)
    refusal = models.TextField(blank=True)
    package = models.ForeignKey(CoursePackage, models.CASCADE, null=True, related_name="uploads")
    finished_at = models.DateTimeField(null=True)

    # It uses no package; it becomes one.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("upload of a package")
        verbose_name_plural = _("uploads of packages")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_given_up(self) -> bool:
        """Whether nobody comes for it any longer."""
        return self.finished_at is None and self.created_at < timezone.now() - GIVEN_UP

    @property
    def is_going_on(self) -> bool:
        return self.finished_at is None and not self.is_given_up


class PackageRecord(models.Model):
    """What a learner did in one part of a package at one step, and where they go on."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="package_records")
    step_key = models.UUIDField(_("step"))
    package = models.ForeignKey(CoursePackage, on_delete=models.CASCADE, related_name="records")
    part = models.CharField(_("part"), max_length=160)
    # Grows with each opening, and with each save of an opening: what arrives late replaces nothing newer.
    opening = models.PositiveIntegerField(_("times opened"), default=0)
    number = models.PositiveIntegerField(_("version"), default=0)
    # As the package wrote it, JSON as text: it is handed back and never read here.
    state = models.TextField(_("state"), blank=True)
    location = models.CharField(_("place"), max_length=255, blank=True)
    is_complete = models.BooleanField(_("completed"), default=False)
    # None while the package has said neither.
    is_passed = models.BooleanField(_("passed"), null=True, blank=True)
    # The best result, 0 to 1.
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=5, null=True, blank=True)
    # As the package counts it.
    seconds = models.PositiveIntegerField(_("seconds"), default=0)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    # Only lessons use a package; what learners do is no use of it, and saves often.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("work in a package")
        verbose_name_plural = _("work in packages")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "step_key", "package", "part"], name="learning_package_record_once"
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=0, score__lte=1),
                name="learning_package_score_is_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, {self.step_key}, {self.part}"

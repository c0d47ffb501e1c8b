"""Webinars: live events with a time and a zone, and the recordings they leave behind."""

from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.documents import get_document_model_string
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField
from wagtailmedia.edit_handlers import MediaChooserPanel

from camtree.core.blocks import content_blocks
from camtree.core.pages.covers import Cover
from camtree.core.pages.fields import ContentField
from camtree.core.pages.models import BasePage, BasePageManager, BasePageQuerySet
from camtree.core.words.time_zones import time_zone_choices, validate_time_zone
from camtree.events.models import InCalendars
from camtree.vocabularies.models import CANONICAL_TERMS, Approach, Theme
from webinars.forms import WebinarForm
from webinars.moments import seconds_in
from webinars.registrations.models import Letter, Register, Registration, SentLetter
from webinars.registrations.pages import TakesRegistrations

# Rows of the rooms, so that Django finds them here.
__all__ = [
    "Letter",
    "Register",
    "Registration",
    "SentLetter",
    "WebinarChapter",
    "WebinarIndexPage",
    "WebinarPage",
    "WebinarSeries",
    "WebinarSpeaker",
]


class WebinarQuerySet(BasePageQuerySet):
    """Webinars by when they are."""

    def upcoming(self, now: datetime | None = None) -> "WebinarQuerySet":
        """Not over yet, the next one first."""
        return self.filter(ends_at__gt=now or timezone.now()).order_by("starts_at")

    def past(self, now: datetime | None = None) -> "WebinarQuerySet":
        """Over, the latest first."""
        return self.filter(ends_at__lte=now or timezone.now()).order_by("-starts_at")


class WebinarManager(BasePageManager.from_queryset(WebinarQuerySet)):  # type: ignore[misc]
    """Manager of webinars."""


class WebinarSeries(TranslatableMixin, ClusterableModel):
    """Webinars that belong together."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)

    panels = [FieldPanel("name"), FieldPanel("description")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("webinar series")
        verbose_name_plural = _("webinar series")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class WebinarIndexPage(BasePage):
    """Webinars to come, then recordings."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["webinars.WebinarPage"]
    max_count_per_parent = 1
    template = "webinars/webinar_index_page.html"

    class Meta:
        verbose_name = _("webinars")


class WebinarPage(InCalendars, TakesRegistrations, BasePage):
    """One webinar, before, during and after it takes place."""

    starts_at = models.DateTimeField(
        _("starts at"), db_index=True, help_text=_("In your own time zone, which your account says.")
    )
    duration_minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(600)]
    )
    # Kept beside its two parts, so that "upcoming" is one indexed comparison on every database.
    ends_at = models.DateTimeField(_("ends at"), db_index=True, editable=False)
    time_zone = models.CharField(
        _("time zone of the hosts"),
        max_length=60,
        default="UTC",
        choices=time_zone_choices,
        validators=[validate_time_zone],
        help_text=_("Visitors see the time in their own zone, with this one beside it."),
    )
    series = models.ForeignKey(
        WebinarSeries, verbose_name=_("series"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    approaches = ParentalManyToManyField(
        Approach, verbose_name=_("approaches"), blank=True, limit_choices_to=CANONICAL_TERMS
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), blank=True, limit_choices_to=CANONICAL_TERMS)
    body = ContentField(content_blocks(), verbose_name=_("about the webinar"), blank=True)
    recording = models.ForeignKey(
        str(settings.WAGTAILMEDIA["MEDIA_MODEL"]),
        verbose_name=_("recording"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A video from the media library; its captions come with it."),
    )
    slides = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("slides"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    transcript = RichTextField(_("transcript"), blank=True, features=["h3", "bold", "italic"])

    base_form_class = WebinarForm

    objects: ClassVar[WebinarManager] = WebinarManager()
    speakers: Any
    chapters: Any

    parent_page_types = ["webinars.WebinarIndexPage"]
    subpage_types: list[str] = []
    template = "webinars/webinar_page.html"
    SHOWN_IN_CALENDARS = ("starts_at", "ends_at", "time_zone", "title", "is_cancelled")

    override_translatable_fields = [
        SynchronizedField("approaches"),
        SynchronizedField("themes"),
        SynchronizedField("time_zone", overridable=False),
        SynchronizedField("ends_at", overridable=False),
        SynchronizedField("sequence", overridable=False),
        *TakesRegistrations.registration_synchronized,
    ]
    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_at"), FieldPanel("duration_minutes"), FieldPanel("time_zone")])],
            heading=_("When"),
        ),
        *TakesRegistrations.registration_panels,
        FieldPanel("series"),
        InlinePanel("speakers", heading=_("Speakers"), label=_("speaker")),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                MediaChooserPanel("recording", media_type="video"),
                FieldPanel("slides"),
                FieldPanel("chapter_list"),
                FieldPanel("transcript"),
            ],
            heading=_("Recording"),
        ),
        MultiFieldPanel([FieldPanel("approaches"), FieldPanel("themes")], heading=_("What it is about")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("transcript"),
        index.RelatedFields("speakers", [index.SearchField("name", boost=3)]),
        index.FilterField("starts_at"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("starts_at"),
        APIField("duration_minutes"),
        APIField("time_zone"),
        APIField("takes_registrations"),
        APIField("is_cancelled"),
        APIField("cancelled_because"),
        APIField("speakers"),
        APIField("body"),
        APIField("recording"),
        APIField("slides"),
        APIField("chapters"),
        APIField("transcript"),
        APIField("approaches"),
        APIField("themes"),
    ]

    class Meta:
        verbose_name = _("webinar")

    detail_related = ("series", "recording", "slides")

    detail_prefetch = (
        "approaches",
        "themes",
        "speakers",
        "chapters",
        "recording__caption_tracks",
        "recording__renditions",
    )

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self.set_end()
        super().full_clean(*args, **kwargs)

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.set_end()
        return super().save(*args, **kwargs)

    def set_end(self) -> None:
        """Bring `ends_at` in line with start and length."""
        if self.starts_at and self.duration_minutes:
            self.ends_at = self.starts_at + timedelta(minutes=self.duration_minutes)

    @cached_property
    def is_upcoming(self) -> bool:
        return not self.moment.is_over()

    card_prefetch = ("approaches", "speakers")

    @cached_property
    def speaker_names(self) -> list[str]:
        """Names of the speakers, in their order."""
        return [speaker.name for speaker in self.speakers.all()]

    @cached_property
    def cover(self) -> Cover:
        approaches = [term.slug for term in self.approaches.all()]
        return Cover(seed=str(self.translation_key), approach=approaches[0] if approaches else "t-seda", cycles=2)


class WebinarSpeaker(TranslatableMixin, Orderable):
    """Somebody who speaks, with what a listener should know about them."""

    webinar = ParentalKey(WebinarPage, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=160)
    role = models.CharField(_("role"), max_length=160, blank=True)
    country = CountryField(verbose_name=_("country"), blank=True)
    text = models.TextField(_("about"), blank=True)
    profile = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page about them"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Such as their profile as a lead."),
    )

    override_translatable_fields = [
        SynchronizedField("name", overridable=False),
        SynchronizedField("country", overridable=False),
        SynchronizedField("profile", overridable=False),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role"), FieldPanel("country")]),
        FieldPanel("text"),
        FieldPanel("profile"),
    ]
    api_fields = [APIField("name"), APIField("role"), APIField("country"), APIField("text")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("speaker")

    def __str__(self) -> str:
        return self.name


class WebinarChapter(TranslatableMixin, Orderable):
    """A place in the recording worth jumping to."""

    webinar = ParentalKey(WebinarPage, on_delete=models.CASCADE, related_name="chapters")
    at = models.CharField(
        _("starts at"),
        max_length=8,
        validators=[
            RegexValidator(r"^(\d{1,2}:)?[0-5]?\d:[0-5]\d$", _("Write minutes and seconds, for example 04:30."))
        ],
        help_text=_("Minutes and seconds from the beginning, for example 04:30."),
    )
    title = models.CharField(_("title"), max_length=160)
    slide = models.PositiveSmallIntegerField(_("page of the slides"), null=True, blank=True)

    override_translatable_fields = [
        SynchronizedField("at", overridable=False),
        SynchronizedField("slide", overridable=False),
    ]
    panels = [FieldRowPanel([FieldPanel("at"), FieldPanel("title"), FieldPanel("slide")])]
    api_fields = [APIField("at"), APIField("title"), APIField("slide")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("chapter")

    def __str__(self) -> str:
        return f"{self.at} {self.title}"

    @property
    def seconds(self) -> int:
        """Seconds from the beginning."""
        return seconds_in(self.at) or 0

    def clean(self) -> None:
        super().clean()
        if self.at and self.webinar_id and self.seconds > self.webinar.duration_minutes * 60:
            raise ValidationError({"at": _("This chapter starts after the end of the webinar.")})


# Django finds the models of the rooms through this module alone.
from webinars.recordings.models import RecordingPlace  # noqa: E402, F401 - after the pages, which stand below the rooms

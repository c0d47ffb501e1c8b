"""What the page of a webinar says about coming to it: registration, the room, and for whom it is easy to follow."""

from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, URLValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from camtree.core.pages.fields import ContentField
from camtree.core.words.languages import language_choices, language_name

# What a meeting takes in a minute, in bytes: with pictures of a few people, and with sound alone.
WITH_PICTURES: Final = 9_000_000
WITH_SOUND: Final = 700_000


class QuestionBlock(blocks.StructBlock):
    """A question that is asked of everybody who registers."""

    text = blocks.CharBlock(label=_("question"), max_length=200)
    required = blocks.BooleanBlock(label=_("has to be answered"), required=False)

    class Meta:
        icon = "help"
        label = _("question")
        description = _("Asked of everybody who registers; hosts read the answers.")
        preview_value = {"text": "What do you teach?", "required": False}


class TakesRegistrations(models.Model):
    """A page of a webinar to which people register. `meeting_link` and `how_to_join` are for those who did, alone."""

    takes_registrations = models.BooleanField(
        _("people register"),
        default=False,
        db_default=False,
        help_text=_("Without it, everybody may come who knows the link."),
    )
    capacity = models.PositiveSmallIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("Empty: as many as come. When all are taken, people wait and move up by themselves."),
    )
    registration_opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    registration_closes_at = models.DateTimeField(
        _("registration closes"), null=True, blank=True, help_text=_("Empty: when the webinar ends.")
    )
    questions = ContentField(
        [("question", QuestionBlock())],
        verbose_name=_("questions at registration"),
        null=True,
        blank=True,
        max_num=5,
    )
    meeting_link = models.URLField(
        _("link to the meeting"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("Only people who registered are led there, from a quarter of an hour before it begins."),
    )
    how_to_join = models.TextField(
        _("how to join"),
        blank=True,
        default="",
        db_default="",
        help_text=_("Such as a code or a telephone number. Only people who registered."),
    )
    is_recorded = models.BooleanField(
        _("it is recorded"), default=False, db_default=False, help_text=_("People agree to it when they register.")
    )
    is_cancelled = models.BooleanField(
        _("it is cancelled"),
        default=False,
        db_default=False,
        help_text=_("Everybody who registered gets a mail that says why."),
    )
    cancelled_because = models.TextField(_("why it is cancelled"), blank=True, default="", db_default="")
    spoken_language = models.CharField(
        _("language of the talk"), max_length=12, choices=language_choices, blank=True, default="", db_default=""
    )
    interpreted_into = ContentField(
        [("language", blocks.ChoiceBlock(choices=language_choices, label=_("language"), search_index=False))],
        verbose_name=_("interpreted into"),
        # So that the release before, which does not know it, can still add pages.
        null=True,
        blank=True,
    )
    has_live_captions = models.BooleanField(_("captions while people speak"), default=False, db_default=False)
    sign_language = models.CharField(
        _("sign language"),
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text=_("Which one, such as British Sign Language."),
    )

    duration_minutes: Any
    starts_at: Any
    ends_at: Any

    class Meta:
        abstract = True

    registration_synchronized = [
        SynchronizedField(name, overridable=False) for name in ("meeting_link", "spoken_language", "interpreted_into")
    ]
    registration_panels = [
        MultiFieldPanel(
            [
                FieldPanel("takes_registrations"),
                FieldRowPanel(
                    [
                        FieldPanel("capacity"),
                        FieldPanel("registration_opens_at"),
                        FieldPanel("registration_closes_at"),
                    ]
                ),
                FieldPanel("questions"),
                FieldPanel("is_recorded"),
                FieldPanel("meeting_link"),
                FieldPanel("how_to_join"),
            ],
            heading=_("Registration"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("spoken_language"), FieldPanel("sign_language")]),
                FieldPanel("interpreted_into"),
                FieldPanel("has_live_captions"),
            ],
            heading=_("Languages and captions"),
        ),
        MultiFieldPanel([FieldPanel("is_cancelled"), FieldPanel("cancelled_because")], heading=_("Cancelled")),
    ]

    def clean(self) -> None:
        super().clean()
        wrong = {}
        opens, closes = self.registration_opens_at, self.registration_closes_at
        if opens and closes and closes <= opens:
            wrong["registration_closes_at"] = _("Registration closes before it opens.")
        if self.is_cancelled and not self.cancelled_because.strip():
            wrong["cancelled_because"] = _("Say why it is cancelled: people who registered read it.")
        if wrong:
            raise ValidationError(wrong)

    @cached_property
    def question_list(self) -> list[dict[str, Any]]:
        """The questions, each with a key that is the same in all languages."""
        return [{"key": child.id, "text": child.value["text"], "required": child.value["required"]}
                for child in self.questions]  # fmt: skip

    @cached_property
    def interpreted_languages(self) -> list[str]:
        """Names of the languages that it is interpreted into, in the reader's language."""
        return [language_name(str(child.value)) for child in self.interpreted_into]

    @property
    def bytes_with_pictures(self) -> int:
        """What taking part costs in data, about."""
        return int(self.duration_minutes) * WITH_PICTURES

    @property
    def bytes_with_sound(self) -> int:
        return int(self.duration_minutes) * WITH_SOUND

    def is_open_for_registration(self, now: datetime | None = None) -> bool:
        """Whether people may register now, for a place or for the waiting list."""
        now = now or timezone.now()
        if not self.takes_registrations or self.is_cancelled:
            return False
        opens, closes = self.registration_opens_at, self.registration_closes_at
        return (opens is None or opens <= now) and now < min(closes or self.ends_at, self.ends_at)

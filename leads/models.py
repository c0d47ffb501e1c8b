"""CamTREE-leads: trained, licensed teachers who bring classroom research to the schools around them."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries.fields import CountryField
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from simple_history.models import HistoricalRecords
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from camtree.core.blocks import content_blocks
from camtree.core.pages.covers import Cover
from camtree.core.pages.fields import ContentField
from camtree.core.pages.models import BasePage, BasePageManager, BasePageQuerySet
from camtree.core.pages.permissions import PagePermissions
from camtree.core.words.languages import language_choices, language_name, whereabouts
from camtree.core.words.locales import locales
from camtree.vocabularies.models import CANONICAL_TERMS, Approach


class Mode(models.TextChoices):
    """How a lead or a training meets people."""

    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    BLENDED = "blended", pgettext_lazy("training mode", "Blended")


class LicenceLevel(models.TextChoices):
    """What a lead is licensed to do."""

    ASSOCIATE = "associate", _("Associate lead")
    LICENSED = "licensed", _("Licensed lead")
    SENIOR = "senior", _("Senior lead")


class LeadQuerySet(BasePageQuerySet):
    """Leads by what a school looks for."""

    def licensed_on(self, day: date) -> "LeadQuerySet":
        """Leads whose licence covers the day."""
        return self.filter(
            Q(licence_from__isnull=True) | Q(licence_from__lte=day),
            Q(licence_until__isnull=True) | Q(licence_until__gte=day),
        )


class LeadManager(BasePageManager.from_queryset(LeadQuerySet)):  # type: ignore[misc]
    """Manager of lead profiles."""


class LeadIndexPermissions(PagePermissions):
    """Whoever may only add here, a lead, writes one profile; staff may write any number."""

    def can_add_subpage(self) -> bool:
        if not super().can_add_subpage():
            return False
        return self.may("change") or not LeadProfilePage.objects.filter(owner_id=self.user.pk).exists()


class LeadIndexPage(BasePage):
    """The directory of CamTREE-leads."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["leads.LeadProfilePage"]
    max_count_per_parent = 1
    template = "leads/lead_index_page.html"

    class Meta:
        verbose_name = _("directory of leads")

    def permissions_for_user(self, user: Any) -> LeadIndexPermissions:
        return LeadIndexPermissions(user, self)


class LeadProfilePage(BasePage):
    """One lead: where, in which languages, for what, and until when licensed. The page's owner is the lead."""

    photo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("photo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    place = models.CharField(_("town or district"), max_length=120, blank=True)
    country = CountryField(verbose_name=_("country"))
    school = models.CharField(_("school"), max_length=160, blank=True)
    approaches = ParentalManyToManyField(
        Approach, verbose_name=_("approaches"), blank=True, limit_choices_to=CANONICAL_TERMS
    )
    in_person = models.BooleanField(_("works in person"), default=True)
    online = models.BooleanField(_("works online"), default=False)
    services = ContentField([("service", blocks.CharBlock(label=_("service")))], verbose_name=_("services"), blank=True)
    body = ContentField(content_blocks(), verbose_name=_("about this lead"), blank=True)
    licence_level = models.CharField(
        _("licence"), max_length=10, choices=LicenceLevel.choices, default=LicenceLevel.ASSOCIATE
    )
    licence_from = models.DateField(_("licensed from"), null=True, blank=True)
    licence_until = models.DateField(_("licensed until"), null=True, blank=True)

    objects: ClassVar[LeadManager] = LeadManager()

    parent_page_types = ["leads.LeadIndexPage"]
    subpage_types: list[str] = []
    template = "leads/lead_profile_page.html"

    override_translatable_fields = [
        SynchronizedField("title", overridable=False),
        SynchronizedField("slug"),
        SynchronizedField("draft_title", overridable=False),
        SynchronizedField("school"),
        SynchronizedField("country", overridable=False),
        SynchronizedField("approaches"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("photo"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("place"), FieldPanel("country"), FieldPanel("school")]),
                FieldRowPanel([FieldPanel("in_person"), FieldPanel("online")]),
                InlinePanel("languages", heading=_("Languages"), label=_("language")),
                FieldPanel("approaches"),
            ],
            heading=_("Where and how"),
        ),
        FieldPanel("services"),
        FieldPanel("body"),
        InlinePanel("trainings", heading=_("Upcoming local training"), label=_("training")),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("licence_level", permission="leads.license_lead"),
                        FieldPanel("licence_from", permission="leads.license_lead"),
                        FieldPanel("licence_until", permission="leads.license_lead"),
                    ]
                )
            ],
            heading=_("Licence"),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.SearchField("services", boost=1.5),
        index.SearchField("place", boost=2),
        index.FilterField("country"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("place"),
        APIField("country"),
        APIField("languages"),
        APIField("approaches"),
        APIField("in_person"),
        APIField("online"),
        APIField("services"),
        APIField("body"),
        APIField("licence_level"),
        APIField("licence_from"),
        APIField("licence_until"),
        APIField("trainings"),
    ]

    class Meta:
        verbose_name = _("lead profile")
        permissions = [("license_lead", "Can set a lead's licence")]

    def clean(self) -> None:
        super().clean()
        if self.licence_from and self.licence_until and self.licence_until < self.licence_from:
            raise ValidationError({"licence_until": _("The licence ends before it begins.")})

    @cached_property
    def is_licensed(self) -> bool:
        """Whether the licence covers today."""
        today = timezone.localdate()
        return not (
            (self.licence_from and today < self.licence_from) or (self.licence_until and today > self.licence_until)
        )

    @cached_property
    def upcoming_trainings(self) -> list["LocalTraining"]:
        """Trainings that have not ended, the next one first."""
        today = timezone.localdate()
        return sorted((t for t in self._trainings() if t.ends_on >= today), key=lambda t: (t.starts_on, t.pk or 0))

    def _trainings(self) -> list["LocalTraining"]:
        """Each training once, whichever language of the profile it was announced in: in this page's words where it has
        them, else in those of the oldest page."""
        others = Q(lead__translation_key=self.translation_key, lead__live=True)
        rows = list(LocalTraining.objects.filter(others | Q(lead=self.pk)).order_by("lead", "sort_order"))
        # A preview shows what is not saved yet.
        is_typed = "trainings" in getattr(self, "_cluster_related_objects", {})
        own = list(self.trainings.all()) if is_typed else [row for row in rows if row.lead_id == self.pk]
        elsewhere = {row.translation_key: row for row in reversed(rows) if row.lead_id != self.pk}
        return list((elsewhere | {row.translation_key: row for row in own}).values())

    detail_prefetch = ("approaches", "languages")
    card_prefetch = ("approaches", "languages", "photo__renditions")

    @cached_property
    def whereabouts(self) -> str:
        """Place and country in the reader's language."""
        return whereabouts(self.place, str(self.country or ""))

    @cached_property
    def language_names(self) -> list[str]:
        """The languages the lead works in, by their names in the reader's language."""
        return sorted((language_name(language.code) for language in self.languages.all()), key=str.casefold)

    @cached_property
    def cover(self) -> Cover:
        approaches = [term.slug for term in self.approaches.all()]
        return Cover(
            seed=str(self.translation_key),
            approach=approaches[0] if approaches else "house",
            country=str(self.country),
            cycles={"associate": 1, "licensed": 2, "senior": 3}.get(self.licence_level, 1),
        )


class LeadLanguage(Orderable):
    """A language the lead works in."""

    lead = ParentalKey(LeadProfilePage, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("language"), max_length=12, choices=language_choices)

    panels = [FieldPanel("code")]
    api_fields = [APIField("code")]

    class Meta(Orderable.Meta):
        verbose_name = _("language")
        constraints = [models.UniqueConstraint(fields=["lead", "code"], name="lead_language_once")]

    def __str__(self) -> str:
        return str(self.get_code_display())


class LocalTraining(TranslatableMixin, Orderable):
    """A training the lead announces: a line in the profile, not yet something to book."""

    lead = ParentalKey(LeadProfilePage, on_delete=models.CASCADE, related_name="trainings")
    title = models.CharField(_("title"), max_length=160)
    starts_on = models.DateField(_("starts on"))
    days = models.PositiveSmallIntegerField(
        _("days"), default=1, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    place = models.CharField(_("place"), max_length=160, blank=True)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.IN_PERSON)
    language = models.CharField(_("language"), max_length=12, choices=language_choices, default="en")

    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("days"), FieldPanel("place")]),
        FieldRowPanel([FieldPanel("mode"), FieldPanel("language")]),
    ]
    api_fields = [
        APIField("title"),
        APIField("starts_on"),
        APIField("days"),
        APIField("place"),
        APIField("mode"),
        APIField("language"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("local training")

    def __str__(self) -> str:
        return self.title

    @property
    def language_of_words(self) -> str:
        """The language that title and place are written in."""
        locale = locales().get(self.locale_id) or self.locale
        return str(locale.language_code)

    @property
    def ends_on(self) -> date:
        """Last day of the training."""
        return date.fromordinal(self.starts_on.toordinal() + self.days - 1)


class Enquiry(models.Model):
    """A visitor's message to a lead. The lead answers by e-mail; neither address is ever shown on a page."""

    lead = models.ForeignKey(
        LeadProfilePage, verbose_name=_("lead"), null=True, on_delete=models.SET_NULL, related_name="enquiries"
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("sent to"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    school = models.CharField(_("school or organisation"), max_length=160, blank=True)
    message = models.TextField(_("message"), max_length=4000)
    consent = models.ForeignKey(
        "members.ConsentText", verbose_name=_("consent"), on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent at"), auto_now_add=True)
    key = models.UUIDField(
        _("key of the form"), unique=True, help_text=_("A form sent twice carries the same key and is stored once.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("enquiry to a lead")
        verbose_name_plural = _("enquiries to leads")
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.name} → {self.lead}"

"""The front page, plain pages, and what people tell us when they register interest."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from simple_history.models import HistoricalRecords
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index

from camtree.core.blocks import content_blocks
from camtree.core.pages.fields import ContentField
from camtree.core.pages.models import BasePage
from home.panels import FeaturedElsewherePanel


class HomePage(BasePage):
    """The front page of one language: what editors feature, and numbers that are counted."""

    featured_collections = ContentField(
        [("page", blocks.PageChooserBlock("research.CollectionPage"))],
        verbose_name=_("featured collections"),
        blank=True,
        help_text=_("The first one is shown large, with a curator's note."),
    )
    featured_reports = ContentField(
        [("page", blocks.PageChooserBlock("research.ReportPage"))],
        verbose_name=_("featured reports"),
        blank=True,
        help_text=_("Shown before the newest ones."),
    )
    featured_courses = ContentField(
        [("page", blocks.PageChooserBlock("learning.CoursePage"))], verbose_name=_("featured courses"), blank=True
    )
    featured_leads = ContentField(
        [("page", blocks.PageChooserBlock("leads.LeadProfilePage"))], verbose_name=_("featured leads"), blank=True
    )
    body = ContentField(content_blocks(), verbose_name=_("more"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "research.LibraryPage",
        "learning.CourseIndexPage",
        "webinars.WebinarIndexPage",
        "leads.LeadIndexPage",
        "insights.InsightIndexPage",
        "home.StandardPage",
        "home.RegisterInterestPage",
    ]
    template = "home/home_page.html"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("featured_collections"),
                FieldPanel("featured_reports"),
                FieldPanel("featured_courses"),
                FieldPanel("featured_leads"),
                FeaturedElsewherePanel(),
            ],
            heading=_("Featured"),
            help_text=_("Readers get each page in their own language where there is a translation."),
        ),
        FieldPanel("body"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [
        *BasePage.api_fields,
        APIField("featured_collections"),
        APIField("featured_reports"),
        APIField("featured_courses"),
        APIField("featured_leads"),
        APIField("body"),
    ]

    class Meta:
        verbose_name = _("home page")


class StandardPage(BasePage):
    """A page of text: about, privacy, accessibility, and whatever else needs saying."""

    body = ContentField(content_blocks(), verbose_name=_("text"), blank=True)

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    template = "home/standard_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [*BasePage.api_fields, APIField("body")]

    class Meta:
        verbose_name = _("page")


class RegisterInterestPage(BasePage):
    """The words around the register-interest form. The form itself is read by a view (home/views.py)."""

    body = ContentField(content_blocks(), verbose_name=_("text beside the form"), blank=True)
    thanks = models.TextField(_("words of thanks"), blank=True, help_text=_("Shown after the form was sent."))

    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    template = "home/register_interest_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("body"), FieldPanel("thanks")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [*BasePage.api_fields, APIField("body")]

    class Meta:
        verbose_name = _("register-interest page")


class InterestStatus(models.TextChoices):
    """How far a registration has been dealt with."""

    NEW = "new", _("New")
    IN_TOUCH = "in_touch", _("In touch")
    DONE = "done", _("Done")
    SPAM = "spam", _("Spam")


class Interest(models.TextChoices):
    """What somebody may want of CamTREE."""

    RESEARCH = "research", _("Doing and publishing research")
    COURSES = "courses", _("Courses")
    WEBINARS = "webinars", _("Webinars")
    LEAD = "lead", _("Becoming a CamTREE-lead")
    DOMAIN = "domain", _("A domain for our schools")
    ANALYSIS = "analysis", _("A commissioned analysis")
    DATA = "data", _("A question about my data")


class InterestRegistration(models.Model):
    """Somebody who asked to hear from us, and what exactly they agreed to."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=120, blank=True)
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    country = CountryField(verbose_name=_("country"), blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    interests = models.JSONField(_("interests"), default=list, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=4000)
    page_language = models.CharField(_("language of the form"), max_length=12, default="en")
    consent = models.ForeignKey(
        "members.ConsentText", verbose_name=_("consent"), on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(_("registered at"), auto_now_add=True, db_index=True)
    key = models.UUIDField(
        _("key of the form"), unique=True, help_text=_("A form sent twice carries the same key and is stored once.")
    )

    status = models.CharField(
        _("status"), max_length=10, choices=InterestStatus.choices, default=InterestStatus.NEW, db_index=True
    )
    notes = models.TextField(_("notes"), blank=True, help_text=_("For colleagues; the person may ask to read them."))
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("registration of interest")
        verbose_name_plural = _("registrations of interest")
        ordering = ["-registered_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.registered_at:%Y-%m-%d})" if self.registered_at else self.name

    @property
    def interest_names(self) -> list[str]:
        """The interests in words."""
        known = dict(Interest.choices)
        return [str(known[key]) for key in self.interests if key in known]

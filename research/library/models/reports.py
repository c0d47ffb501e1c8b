"""A published report and its authors."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.api import APIField
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from camtree.core.pages.covers import Cover
from camtree.core.pages.fields import ContentField
from camtree.core.pages.models import BasePage
from camtree.core.words.languages import whereabouts
from camtree.vocabularies.models import CANONICAL_TERMS, Approach, Phase, Subject, Theme
from research.library.blocks import SectionBlock
from research.library.choices import (
    ABSTRACT_PARTS,
    LICENCE_ADDRESSES,
    Licence,
    Precision,
    ReportKind,
    ReviewStatus,
    Section,
    contributions_in_words,
)
from research.library.dates import IssuedField, PartialDate
from research.library.facts import IN_API
from research.library.fields import validate_orcid
from research.library.models.facts import ReportFacts
from research.library.models.names import NAME, PersonName
from research.library.names import LONGEST, bare_key_of, key_of, name_in, other_name
from research.library.panels import starting_sections


class ReportPage(BasePage, ReportFacts):
    """A teacher's account of an inquiry, from its context to what changed."""

    authors: Any  # rows of ReportAuthor, which a form or an action may set as a list
    kind = models.CharField(_("type"), max_length=20, choices=ReportKind.choices, default=ReportKind.RESEARCH_REPORT)
    abstract_context = models.TextField(_("abstract: context"), blank=True)
    abstract_aims = models.TextField(_("abstract: aims"), blank=True)
    abstract_methods = models.TextField(_("abstract: methods"), blank=True)
    abstract_findings = models.TextField(_("abstract: findings"), blank=True)
    abstract_implications = models.TextField(_("abstract: implications"), blank=True)
    body = ContentField(
        [("section", SectionBlock())], verbose_name=_("sections"), blank=True, default=starting_sections
    )

    phases = ParentalManyToManyField(Phase, verbose_name=_("phases"), blank=True, limit_choices_to=CANONICAL_TERMS)
    subjects = ParentalManyToManyField(
        Subject, verbose_name=_("subjects"), blank=True, limit_choices_to=CANONICAL_TERMS
    )
    approaches = ParentalManyToManyField(
        Approach, verbose_name=_("approaches"), blank=True, limit_choices_to=CANONICAL_TERMS
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), blank=True, limit_choices_to=CANONICAL_TERMS)
    original_language = models.CharField(
        _("original language"), max_length=12, default="en", help_text=_("Code of the language it was written in.")
    )
    conducted = models.CharField(
        _("school year of the inquiry"), max_length=20, blank=True, help_text=_("For example 2025-26.")
    )

    review_status = models.CharField(
        _("review status"), max_length=16, choices=ReviewStatus.choices, default=ReviewStatus.NOT_REVIEWED
    )
    identifier = models.CharField(
        _("identifier"),
        max_length=24,
        blank=True,
        db_index=True,
        validators=[RegexValidator(r"^CT-\d{4}-\d{4,}(\.\d+)?$", _("An identifier looks like CT-2026-0041."))],
        help_text=_("The same for every language of the report, for example CT-2026-0041."),
    )
    published_on = models.DateField(
        _("published on"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("Where only the year or the month is known, its first day."),
    )
    published_precision = models.CharField(
        _("known of this date"),
        max_length=5,
        choices=Precision.choices,
        default=Precision.DAY,
        db_default=Precision.DAY,
    )
    imported_from = models.CharField(
        max_length=200, blank=True, db_index=True, editable=False, help_text=_("Library and id of an imported record.")
    )
    source_address = models.URLField(
        _("address at its source"),
        max_length=500,
        blank=True,
        help_text=_("Where an imported report was first published."),
    )

    # Told on cards and in feeds; what readers of the page are told is a row (research.publishing.models).
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, editable=False)

    parent_page_types = ["research.ReportIndexPage"]
    subpage_types: list[str] = []
    template = "research/library/report_page.html"

    override_translatable_fields = [
        SynchronizedField("kind"),
        SynchronizedField("phases"),
        SynchronizedField("subjects"),
        SynchronizedField("approaches"),
        SynchronizedField("themes"),
        SynchronizedField("original_language", overridable=False),
        SynchronizedField("conducted"),
        SynchronizedField("identifier", overridable=False),
        SynchronizedField("withdrawn_on", overridable=False),
    ]

    content_panels = [
        TitleFieldPanel("title"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("review_status")]),
        FieldPanel("introduction", help_text=_("The finding first: what changed, for whom, how you know.")),
        InlinePanel("authors", heading=_("Authors"), label=_("author"), min_num=0),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("country"), FieldPanel("place")]),
                FieldRowPanel([FieldPanel("learners"), FieldPanel("age_from"), FieldPanel("age_to")]),
                FieldRowPanel([FieldPanel("cycles"), FieldPanel("conducted"), FieldPanel("original_language")]),
            ],
            heading=_("Where and with whom"),
        ),
        MultiFieldPanel(
            [FieldPanel("phases"), FieldPanel("subjects"), FieldPanel("approaches"), FieldPanel("themes")],
            heading=_("What it is about"),
            help_text=_("Readers filter the library by these."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("published_on"), FieldPanel("published_precision")]),
                FieldRowPanel([FieldPanel("identifier"), FieldPanel("licence")]),
            ],
            heading=_("Publication"),
        ),
        MultiFieldPanel(
            [FieldPanel(name) for name, _heading in ABSTRACT_PARTS],
            heading=_("Abstract in five parts"),
            help_text=_("Forty to eighty words each. They are searched, translated and exported one by one."),
        ),
        FieldPanel("body"),
    ]

    search_fields = [
        *BasePage.search_fields,
        *(index.SearchField(name, boost=1.5) for name, _heading in ABSTRACT_PARTS),
        index.SearchField("body"),
        index.SearchField("identifier", boost=4),
        index.SearchField("place", boost=2),
        index.RelatedFields("authors", [index.SearchField("name", boost=3), index.SearchField("native_name", boost=3)]),
        index.FilterField("kind"),
        index.FilterField("country"),
        index.FilterField("published_on"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("kind"),
        APIField("authors"),
        *(APIField(name) for name, _heading in ABSTRACT_PARTS),
        APIField("body"),
        *(APIField(name, serializer=IssuedField() if name == "published_on" else None) for name in IN_API),
    ]

    class Meta:
        verbose_name = _("report")

    def get_admin_display_title(self) -> str:
        """Editors who choose a report see that it is withdrawn before they feature it."""
        title = super().get_admin_display_title()
        return gettext("%(title)s (withdrawn)") % {"title": title} if self.withdrawn_on else str(title)

    def with_content_json(self, content: dict[str, Any]) -> "ReportPage":
        """The page as a revision has it. Whether it is withdrawn is no matter of revisions."""
        page: ReportPage = super().with_content_json(content)
        page.withdrawn_on = self.withdrawn_on
        return page

    @cached_property
    def abstract(self) -> list[tuple[str, str]]:
        """Heading and text of each part of the abstract that has been written."""
        return [(str(heading), text) for name, heading in ABSTRACT_PARTS if (text := getattr(self, name))]

    card_prefetch = ("authors", "phases", "subjects", "approaches")
    detail_related = ("paper",)
    detail_prefetch = ("authors", "phases", "subjects", "approaches", "themes")

    @property
    def issued(self) -> PartialDate | None:
        """When it was published, as precisely as it is known."""
        return PartialDate.of(self.published_on, self.published_precision)

    @property
    def author_names(self) -> list[str]:
        """Names of the authors, in their order and in the reader's script where they are known in it."""
        return [author.first_name_told for author in self.authors.all()]

    @cached_property
    def whereabouts(self) -> str:
        """Place and country of the inquiry in the reader's language."""
        return whereabouts(self.place, str(self.country or ""))

    @cached_property
    def is_peer_reviewed(self) -> bool:
        return self.review_status == ReviewStatus.PEER_REVIEWED

    @cached_property
    def licence_address(self) -> str:
        """Where the licence's own text stands, "" where there is none."""
        return LICENCE_ADDRESSES.get(Licence(self.licence), "")

    @cached_property
    def case_pupils(self) -> int:
        """How many case pupils the report describes."""
        return sum(
            block.block_type == "case_pupil"
            for section in self.body
            if section.value["key"] == Section.CASE_PUPILS
            for block in section.value["content"]
        )

    @cached_property
    def cover(self) -> Cover:
        approaches = [term.slug for term in self.approaches.all()]
        return Cover(
            seed=str(self.translation_key),
            approach=approaches[0] if approaches else "house",
            country=str(self.country or "ZZ"),
            cycles=self.cycles,
            knots=3 if self.kind == ReportKind.LESSON_STUDY else 0,
        )


class ReportAuthor(TranslatableMixin, Orderable, PersonName):
    """An author as named on the report. Never an e-mail address. Role and affiliation are translated, names are not."""

    report = ParentalKey(ReportPage, on_delete=models.CASCADE, related_name="authors")
    role = models.CharField(_("role"), max_length=120, blank=True)
    affiliation = models.CharField(_("affiliation"), max_length=200, blank=True)
    orcid = models.CharField(
        _("ORCID iD"), max_length=19, blank=True, validators=[validate_orcid], help_text=_("0000-0000-0000-0000")
    )

    contributions = models.JSONField(_("contributions"), default=list, blank=True)
    # What the author's page is found by (research.library.names.key_of).
    key = models.CharField(max_length=LONGEST, blank=True, default="", db_default="", db_index=True, editable=False)
    # What else leads to it, "" for nothing (research.library.names.bare_key_of).
    bare_key = models.CharField(
        max_length=LONGEST, blank=True, default="", db_default="", db_index=True, editable=False
    )

    override_translatable_fields = [
        *(SynchronizedField(name, overridable=False) for name in NAME),
        SynchronizedField("key", overridable=False),
        SynchronizedField("bare_key", overridable=False),
        SynchronizedField("orcid", overridable=False),
        SynchronizedField("contributions", overridable=False),
    ]
    panels = [
        FieldRowPanel([FieldPanel("family_name"), FieldPanel("given_name"), FieldPanel("is_family_first")]),
        FieldRowPanel([FieldPanel("name"), FieldPanel("native_name")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("affiliation"), FieldPanel("orcid")]),
    ]
    api_fields = [*(APIField(name) for name in NAME), APIField("affiliation"), APIField("orcid")]
    api_fields += [APIField("contributions")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("author")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key, self.bare_key = key_of(self), bare_key_of(self)
        super().save(*args, **kwargs)

    @property
    def first_name_told(self) -> str:
        """The name in the reader's script where it is known in it."""
        return name_in(self, get_language() or settings.LANGUAGE_CODE)

    @property
    def second_name_told(self) -> str:
        """The name that stands beside it, "" for none."""
        return other_name(self, get_language() or settings.LANGUAGE_CODE)

    @property
    def contribution_names(self) -> list[str]:
        """CRediT roles in words."""
        return contributions_in_words(self.contributions)

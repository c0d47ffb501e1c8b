"""Insight reports: what many inquiries say together, and how surely."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.api import APIField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from camtree.core.blocks import content_blocks
from camtree.core.pages.covers import Cover
from camtree.core.pages.fields import ContentField
from camtree.core.pages.models import BasePage
from research.models import ReportPage


class FindingBlock(blocks.StructBlock):
    """One statement the analysts make, how strong its ground is, and the reports it stands on."""

    statement = blocks.TextBlock(label=_("statement"), rows=2)
    strength = blocks.ChoiceBlock(
        search_index=False,  # its labels are the editors’ words, not the text’s
        choices=[
            ("strong", pgettext_lazy("strength of evidence", "Strong")),
            ("promising", pgettext_lazy("strength of evidence", "Promising")),
            ("mixed", pgettext_lazy("strength of evidence", "Mixed")),
        ],
        label=_("strength of evidence"),
    )
    reports = blocks.ListBlock(blocks.PageChooserBlock("research.ReportPage"), label=_("reports"), required=False)

    class Meta:
        icon = "success"
        label = _("Finding")
        description = _("A statement, how strong its ground is, and the reports it stands on.")
        template = "blocks/finding_block.html"
        preview_value = {
            "statement": "Waiting works when pupils have something to do while they wait.",
            "strength": "promising",
            "reports": [],
        }


class InsightIndexPage(BasePage):
    """All insight reports."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["insights.InsightReportPage"]
    max_count_per_parent = 1
    template = "insights/insight_index_page.html"

    class Meta:
        verbose_name = _("insight reports")


class InsightReportPage(BasePage):
    """An editorial reading of several reports, careful about what they can carry."""

    analysts = ContentField([("name", blocks.CharBlock(label=_("name")))], verbose_name=_("analysts"), blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    findings = ContentField([("finding", FindingBlock())], verbose_name=_("findings"), blank=True)
    body = ContentField(content_blocks(), verbose_name=_("text"), blank=True)

    parent_page_types = ["insights.InsightIndexPage"]
    subpage_types: list[str] = []
    template = "insights/insight_report_page.html"

    override_translatable_fields = [SynchronizedField("analysts", overridable=False)]
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("published_on")]),
        FieldPanel("analysts"),
        FieldPanel("findings"),
        FieldPanel("body"),
        InlinePanel("sources", heading=_("Reports it draws on"), label=_("report")),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("findings", boost=1.5), index.SearchField("body")]
    api_fields = [
        *BasePage.api_fields,
        APIField("analysts"),
        APIField("published_on"),
        APIField("findings"),
        APIField("body"),
        APIField("sources"),
    ]

    class Meta:
        verbose_name = _("insight report")

    @cached_property
    def analyst_names(self) -> list[str]:
        """Names of the analysts, in their order."""
        return [str(block.value) for block in self.analysts]

    @cached_property
    def cover(self) -> Cover:
        return Cover(seed=str(self.translation_key), approach="case-study", cycles=6)


class InsightSource(Orderable):
    """A report an insight report draws on."""

    insight = ParentalKey(InsightReportPage, on_delete=models.CASCADE, related_name="sources")
    report = models.ForeignKey(
        ReportPage, verbose_name=_("report"), on_delete=models.CASCADE, related_name="insight_sources"
    )

    panels = [FieldPanel("report")]
    api_fields = [APIField("report")]

    class Meta(Orderable.Meta):
        verbose_name = _("source")

    def __str__(self) -> str:
        return str(self.report)

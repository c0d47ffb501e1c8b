"""Collections of reports, chosen by curators."""

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.api import APIField
from wagtail.images import get_image_model_string
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from camtree.core.blocks import content_blocks
from camtree.core.pages.covers import Cover
from camtree.core.pages.fields import ContentField
from camtree.core.pages.models import BasePage
from research.library.models.reports import ReportPage


class CollectionPage(BasePage):
    """Reports chosen and commented by curators: a shelf with a point of view."""

    body = ContentField(content_blocks(), verbose_name=_("why this collection"), blank=True)
    cover_image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("cover image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Without one, the collection has a tree-ring cover of its own."),
    )

    parent_page_types = ["research.CollectionIndexPage"]
    subpage_types: list[str] = []
    template = "research/library/collection_page.html"

    content_panels = [
        *BasePage.content_panels,
        InlinePanel("curators", heading=_("Curators"), label=_("curator")),
        FieldPanel("cover_image"),
        FieldPanel("body"),
        InlinePanel("items", heading=_("Reports"), label=_("report")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.RelatedFields("items", [index.SearchField("note")]),
    ]
    api_fields = [*BasePage.api_fields, APIField("curators"), APIField("body"), APIField("items")]

    class Meta:
        verbose_name = _("collection")

    @cached_property
    def cover(self) -> Cover:
        return Cover(seed=str(self.translation_key), approach="house", cycles=5, knots=2)


class CollectionCurator(TranslatableMixin, Orderable):
    """Who chose, and in which capacity."""

    collection = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="curators")
    name = models.CharField(_("name"), max_length=160)
    role = models.CharField(_("role"), max_length=160, blank=True)

    override_translatable_fields = [SynchronizedField("name", overridable=False)]
    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("role")])]
    api_fields = [APIField("name"), APIField("role")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("curator")

    def __str__(self) -> str:
        return self.name


class CollectionItem(TranslatableMixin, Orderable):
    """A report on the shelf, with the curator's note. Points at the source page; readers get their language."""

    collection = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="items")
    report = models.ForeignKey(
        ReportPage, verbose_name=_("report"), on_delete=models.CASCADE, related_name="collection_items"
    )
    note = models.TextField(_("curator's note"), blank=True, max_length=600)

    panels = [FieldPanel("report"), FieldPanel("note")]
    api_fields = [APIField("report"), APIField("note")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("collection item")

    def __str__(self) -> str:
        return str(self.report)

"""What every page of CamTREE has in common."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.blocks import PageChooserBlock
from wagtail.images import get_image_model_string
from wagtail.models import Locale, Page, PageManager, PageQuerySet, TranslatableMixin
from wagtail.search import index

from camtree.core.covers import Cover
from camtree.core.fields import ContentField


class BasePageQuerySet(PageQuerySet):
    """The words in which the rest of the code asks for pages."""

    def shown_in(self, locale: Locale) -> "BasePageQuerySet":
        """Live, public pages, one for each work: in `locale` where there is a translation, else in the default
        language, else in the oldest language there is. A library must not look empty to a reader of French
        because nobody has translated it yet."""
        rank = Case(
            When(locale_id=locale.pk, then=Value(0)),
            When(locale__language_code="en", then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        better = (
            Page.objects.filter(live=True, translation_key=OuterRef("translation_key"))
            .alias(_inner_rank=rank)
            .filter(Q(_inner_rank__lt=OuterRef("_rank")) | Q(_inner_rank=OuterRef("_rank"), pk__lt=OuterRef("pk")))
        )
        return self.live().public().alias(_rank=rank).filter(~Exists(better))


class BasePageManager(PageManager.from_queryset(BasePageQuerySet)):  # type: ignore[misc]
    """Manager of every page type."""


class BasePage(Page):
    """An editorial page: introduction, cover, review date and related pages, in one language of its translation set."""

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        max_length=600,
        help_text=_("One or two sentences. They stand under the title, on cards and in search results."),
    )
    social_image = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("social image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when the page is shared. Without one, the page's own tree-ring cover is used."),
    )
    last_reviewed_on = models.DateField(
        _("last reviewed on"),
        null=True,
        blank=True,
        help_text=_("The day somebody last read this page and found it still true."),
    )
    related_pages = ContentField(
        [("page", PageChooserBlock(label=_("page")))],
        verbose_name=_("related pages"),
        blank=True,
        help_text=_("What a reader of this page should see next."),
    )

    objects: ClassVar[BasePageManager] = BasePageManager()

    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
    ]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel(
            [FieldPanel("social_image"), FieldPanel("last_reviewed_on"), FieldPanel("related_pages")],
            heading=_("Sharing, review and related pages"),
        ),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction", boost=2),
        index.AutocompleteField("title"),
    ]
    api_fields = [
        APIField("introduction"),
        APIField("last_reviewed_on"),
        APIField("related_pages"),
    ]

    class Meta:
        abstract = True

    # ---- addresses

    def route(self, request: Any, path_components: list[str]) -> Any:
        """Find a page below this one by its stored address, in one query instead of two for each step."""
        if not path_components:
            return super().route(request, path_components)
        target = Page.objects.filter(url_path=f"{self.url_path}{'/'.join(path_components)}/", live=True).first()
        if target is None:
            raise Http404
        return target.specific.route(request, [])

    # ---- what templates ask

    # What the card of this type shows besides the page itself (camtree.core.queries.for_cards).
    card_prefetch: ClassVar[tuple[str, ...]] = ()

    @property
    def kind_name(self) -> str:
        """What kind of page this is, in the reader's language."""
        return str(capfirst(str(self._meta.verbose_name)))

    @cached_property
    def cover(self) -> Cover:
        """The page's tree-ring cover; sections choose ink and grain by what they know."""
        return Cover(seed=str(self.translation_key))

    @cached_property
    def language(self) -> str:
        """Language code of this page's text, for the `lang` attribute of cards."""
        return str(self.locale.language_code)


class VocabularyTerm(TranslatableMixin, index.Indexed, ClusterableModel):
    """One word of a controlled vocabulary, in one language. The slug is the same in every language."""

    slug = models.SlugField(_("slug"), max_length=60, help_text=_("Used in addresses; the same in every language."))
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True)
    sort_order = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [FieldPanel("name"), FieldPanel("slug"), FieldPanel("description"), FieldPanel("sort_order")]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("locale_id")]

    class Meta(TranslatableMixin.Meta):
        abstract = True
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return self.name

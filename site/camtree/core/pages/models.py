"""What every page of CamTREE has in common."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.blocks import PageChooserBlock
from wagtail.images import get_image_model_string
from wagtail.locks import BasicLock
from wagtail.models import Locale, Page, PageManager, PageQuerySet, PageViewRestriction
from wagtail.search import index

from camtree.core.http.addresses import language_of
from camtree.core.http.passwords import ask_for_password
from camtree.core.pages.best_language import IsBestLanguage
from camtree.core.pages.card_facts import PartlyLoadedError, load_card_facts
from camtree.core.pages.contexts import context_for
from camtree.core.pages.covers import Cover
from camtree.core.pages.doors import paths_closed_to_reader, restricted_paths
from camtree.core.pages.fields import ContentField
from camtree.core.pages.forms import PageForm
from camtree.core.pages.permissions import PagePermissions
from camtree.core.pages.publishing import BarredError, bar_to_publishing
from camtree.core.pages.scheduled import ON_ITS_DAY, still_may_publish
from camtree.core.pages.works import below, is_taken_elsewhere, locked_elsewhere


class BasePageQuerySet(PageQuerySet):
    """The words in which the rest of the code asks for pages."""

    def shown_in(self, locale: Locale) -> "BasePageQuerySet":
        """Live, public pages, one for each work: in `locale` where there is a translation, else in the default
        language, else in the oldest language there is. A library must not look empty to a reader of French
        because nobody has translated it yet."""
        return self.live().public().filter(IsBestLanguage(locale))

    def public(self) -> "BasePageQuerySet":
        """Pages that no view restriction covers, their own or one above them. Asks for the restrictions only when
        they have changed, where Wagtail's own `public` asks each time."""
        paths = [path for _pk, path in restricted_paths()]
        return self.exclude(below(paths)) if paths else self.all()

    def open_to_reader(self) -> "BasePageQuerySet":
        """Public pages, and private ones that let in whoever asks just now. Not for what is kept for everybody."""
        paths = paths_closed_to_reader()
        return self.exclude(below(paths)) if paths else self.all()

    def with_card_facts(self) -> "BasePageQuerySet":
        """Load, with the pages, what their cards show (`card_prefetch` of the model)."""
        clone = self._chain()
        clone._card_facts = True
        return clone

    _card_facts = False

    def _clone(self) -> "BasePageQuerySet":
        clone = super()._clone()
        clone._card_facts = self._card_facts
        return clone

    def _fetch_all(self) -> None:
        is_fresh = self._result_cache is None
        super()._fetch_all()
        if is_fresh and self._card_facts and self._fields is None:
            load_card_facts(self._result_cache, self.model.card_prefetch)


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
    base_form_class = PageForm

    # Set where only what a card prints of its terms was loaded (card_facts.py).
    has_card_facts = False

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

    # ---- who may see it, and do what with it

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return context_for(self, request) | super().get_context(request, *args, **kwargs)

    def permissions_for_user(self, user: Any) -> PagePermissions:
        return PagePermissions(user, self)

    def get_view_restrictions(self) -> Any:
        """Restrictions of this page and of all above it, whichever of their languages they were set on. Asks the
        database only where there is one."""
        covering = [pk for pk, path in restricted_paths() if self.path.startswith(path)]
        return PageViewRestriction.objects.filter(pk__in=covering) if covering else PageViewRestriction.objects.none()

    def publish(self, revision: Any, user: Any = None, **kwargs: Any) -> Any:
        """Publish a revision, now or on its day. Every way of publishing goes through here.

        Raises BarredError, with a sentence, where a section says that `user` may not. What waits for its day is
        published as by whoever set the day: where they may not any more, the day is taken back and they are told.
        """
        if kwargs.get("log_action") == ON_ITS_DAY:
            return super().publish(revision, user=user, **kwargs) if still_may_publish(self, revision) else None
        if user is not None and (sentence := bar_to_publishing(revision.as_object(), user)):
            raise BarredError(sentence)
        return super().publish(revision, user=user, **kwargs)

    def get_lock(self) -> Any:
        """What keeps this person or everybody from changing the page: a lock on another of its languages does too."""
        lock = super().get_lock()
        if lock is None and (locked := locked_elsewhere(self)):
            return BasicLock(locked)
        return lock

    def serve_password_required_response(self, request: Any, form: Any, action_url: str) -> Any:
        """Asks for the password of a page. Says nothing of the page, and finds nothing out about it."""
        return ask_for_password(request, form, action_url)

    # ---- what templates ask

    # What the card of this type shows besides the page itself (camtree.core.pages.queries.for_cards).
    card_prefetch: ClassVar[tuple[str, ...]] = ()
    # Single objects that the page's own address shows, fetched along with it (camtree.core.http.serving).
    detail_related: ClassVar[tuple[str, ...]] = ()
    # Relations that the page's own address shows (the template tag `facts_of`).
    detail_prefetch: ClassVar[tuple[str, ...]] = ()

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
        return language_of(self)

    @staticmethod
    def _slug_is_available(slug: str, parent_page: Page | None, page: Page | None = None) -> bool:
        """Free among the sisters, and of another work in another language."""
        is_free = Page._slug_is_available(slug, parent_page, page)
        return bool(is_free and not (parent_page and is_taken_elsewhere(slug, parent_page, page)))

    def _check_slug_is_unique(self) -> None:
        parent = self.get_parent()
        if not Page._slug_is_available(self.slug, parent, self):
            super()._check_slug_is_unique()
        elif parent is not None and is_taken_elsewhere(self.slug, parent, self):
            raise ValidationError(
                {"slug": _("A page in another language has this slug, and is no translation of this one.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self._refuse_if_partly_loaded()
        return super().save(*args, **kwargs)

    def serializable_data(self) -> Any:
        self._refuse_if_partly_loaded()
        return super().serializable_data()

    def _refuse_if_partly_loaded(self) -> None:
        if self.has_card_facts:
            raise PartlyLoadedError(f"{self!r} was loaded for a card. Load it again to change it.")

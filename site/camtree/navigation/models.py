"""Menus that editors arrange, one of each kind for every language and site."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin

from camtree.core.pages.fields import ContentField
from camtree.core.words.once import OnceInALanguage


class MenuLinkBlock(blocks.StructBlock):
    """One entry of a menu. Readers get the page in their language where there is one."""

    text = blocks.CharBlock(label=_("text"), max_length=40, help_text=_("Short: it has to fit on a phone."))
    page = blocks.PageChooserBlock(label=_("page"), required=False)
    url = blocks.CharBlock(
        label=_("other address"), required=False, help_text=_("An address on this site that is no page, or elsewhere.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("Choose either a page or another address, and only one of them.")]
            )
        return cleaned

    class Meta:
        icon = "link"
        label = _("Link")
        description = _("One entry of a menu.")


class Menu(OnceInALanguage, TranslatableMixin, models.Model):
    """A list of links at a fixed place of every page."""

    once = "place"

    class Place(models.TextChoices):
        """Where the menu stands."""

        MAIN = "main", _("Main menu")
        FOOTER = "footer", _("Footer")

    place = models.CharField(_("place"), max_length=10, choices=Place.choices)
    links = ContentField([("link", MenuLinkBlock())], verbose_name=_("links"), blank=True)
    text = models.TextField(_("text"), blank=True, help_text=_("Stands beside the links; used in the footer."))

    panels = [FieldPanel("place"), FieldPanel("links"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        constraints = [models.UniqueConstraint(fields=["place", "locale"], name="navigation_menu_once")]

    def __str__(self) -> str:
        return str(self.get_place_display())


class Notice(TranslatableMixin, models.Model):
    """A sentence at the top of every page for some days: maintenance, a deadline, a holiday."""

    text = models.CharField(_("text"), max_length=240)
    shown_from = models.DateTimeField(_("shown from"), null=True, blank=True)
    shown_until = models.DateTimeField(_("shown until"), null=True, blank=True)

    panels = [FieldPanel("text"), FieldPanel("shown_from"), FieldPanel("shown_until")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("notice")
        verbose_name_plural = _("notices")

    def __str__(self) -> str:
        return self.text

"""The controlled words by which works are described; editors may extend them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index


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


class Phase(VocabularyTerm):
    """Where in education the learners are: early years, primary, further …"""

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")


class Subject(VocabularyTerm):
    """What was being taught."""

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("subject")
        verbose_name_plural = _("subjects")


class Approach(VocabularyTerm):
    """How the inquiry was done: research lesson study, T-SEDA inquiry, action research …"""

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("approach")
        verbose_name_plural = _("approaches")


class Theme(VocabularyTerm):
    """What the inquiry is about beyond its subject: dialogue, inclusion, feedback …"""

    class Meta(VocabularyTerm.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


VOCABULARIES: dict[str, type[VocabularyTerm]] = {
    "phases": Phase,
    "subjects": Subject,
    "approaches": Approach,
    "themes": Theme,
}

# Reports point at the English row of a term; what readers see is that term's name in their language
# (queries.term_names). One row to point at keeps filters, counts and translations of reports in step.
CANONICAL_TERMS = Q(locale__language_code="en")

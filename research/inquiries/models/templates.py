"""How each kind of report is written: sections, prompts and examples that editors can change."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin

from camtree.core.pages.fields import ContentField
from camtree.core.words.once import OnceInALanguage
from research.inquiries.manuscript import usual_length
from research.library.choices import ReportKind, Section


class TemplateSectionValue(blocks.StructValue):
    """A section of a template knows the heading it gives to drafts."""

    @property
    def heading(self) -> str:
        """The template's own heading, else the usual one."""
        return str(self.get("heading_text") or Section(self["key"]).label)


class TemplateSectionBlock(blocks.StructBlock):
    """One section to write: what to say in it, how others began, how long it usually is."""

    key = blocks.ChoiceBlock(choices=Section.choices, label=_("section"))
    heading_text = blocks.CharBlock(
        label=_("other heading"),
        required=False,
        help_text=_("Leave empty to use the usual heading. A section of its own needs one."),
    )
    prompt = blocks.TextBlock(label=_("prompt"), rows=3, help_text=_("One or two sentences: what belongs here."))
    questions = blocks.ListBlock(
        blocks.CharBlock(label=_("question")), label=_("questions to think about"), required=False, default=[]
    )
    example = blocks.TextBlock(
        label=_("example"), rows=4, required=False, help_text=_("A few sentences as a colleague might have written.")
    )
    words_from = blocks.IntegerBlock(label=_("usually from … words"), required=False, min_value=0, max_value=20000)
    words_to = blocks.IntegerBlock(label=_("to … words"), required=False, min_value=0, max_value=20000)
    is_required = blocks.BooleanBlock(label=_("must be written before submission"), required=False, default=True)

    class Meta:
        icon = "doc-full"
        label = _("Section")
        value_class = TemplateSectionValue


class ReportTemplate(OnceInALanguage, TranslatableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """What leads a teacher through a report. Drafts keep the version they were begun with.

    Each publication is a version: a Wagtail revision, which drafts point at.
    """

    once = "slug"

    slug = models.SlugField(_("short name"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("for whom"), help_text=_("Teachers choose by this: for which work is it right?"))
    kind = models.CharField(_("type"), max_length=20, choices=ReportKind.choices, default=ReportKind.RESEARCH_REPORT)
    sections = ContentField([("section", TemplateSectionBlock())], verbose_name=_("sections"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [
        TitleFieldPanel("title"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("kind"), FieldPanel("position")]),
        FieldPanel("description"),
        FieldPanel("sections"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("report template")
        verbose_name_plural = _("report templates")
        ordering = ["position", "title"]
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="research_reporttemplate_slug_once")]

    def __str__(self) -> str:
        return self.title

    @property
    def wanted_words(self) -> tuple[int, int]:
        """Shortest and longest usual length of the whole, in words."""
        values = [section.value for section in self.sections]
        return (
            sum(usual_length(value["words_from"], self.locale.language_code) for value in values),
            sum(usual_length(value["words_to"], self.locale.language_code) for value in values),
        )

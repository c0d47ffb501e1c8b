"""Courses: their pages, and what there is to do in them."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.images import get_image_model_string
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from camtree.core.blocks import content_blocks
from camtree.core.blocks.people import PersonBlock
from camtree.core.pages.covers import Cover
from camtree.core.pages.fields import ContentField
from camtree.core.pages.models import BasePage
from camtree.vocabularies.models import CANONICAL_TERMS, Approach, Theme
from learning.courses.blocks import condition_blocks, lesson_blocks
from learning.courses.choices import Level, Mode, StepKind, StepRule
from learning.courses.panels import starting_lesson


class CourseIndexPage(BasePage):
    """The course catalogue."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["learning.CoursePage"]
    max_count_per_parent = 1
    template = "learning/courses/course_index_page.html"

    class Meta:
        verbose_name = _("course catalogue")


class CoursePage(BasePage):
    """A course: what one learns, how long it takes, what earns the certificate."""

    level = models.CharField(_("level"), max_length=14, choices=Level.choices, default=Level.INTRODUCTORY)
    mode = models.CharField(_("how it is taken"), max_length=12, choices=Mode.choices, default=Mode.SELF_PACED)
    hours = models.DecimalField(
        _("hours of study"),
        max_digits=5,
        decimal_places=1,
        default=Decimal("1.0"),
        validators=[MinValueValidator(Decimal("0.1")), MaxValueValidator(Decimal(500))],
    )
    outcomes = ContentField(
        [("outcome", blocks.CharBlock(label=_("outcome")))],
        verbose_name=_("what learners will be able to do"),
        blank=True,
    )
    prerequisites = ContentField(
        [("course", blocks.PageChooserBlock("learning.CoursePage", label=_("course")))],
        verbose_name=_("courses to take before"),
        blank=True,
        help_text=_("Advice, not a lock: learners may know it from elsewhere."),
    )
    conditions = ContentField(
        condition_blocks(),
        verbose_name=_("what earns the certificate"),
        blank=True,
        help_text=_("All of them must be met. With none here, all required steps earn it."),
    )
    certificate_rule = models.TextField(
        _("about the certificate"), blank=True, help_text=_("In words a learner understands before enrolling.")
    )
    certificate_years = models.PositiveSmallIntegerField(
        _("years for which the certificate is good"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_("With none, it never expires. Whoever holds it may renew it by doing what the course has by then."),
    )
    partner_name = models.CharField(
        _("partner"),
        max_length=120,
        blank=True,
        help_text=_("Who offers the course with us. Stands on the certificate."),
    )
    partner_logo = models.ForeignKey(
        get_image_model_string(),
        verbose_name=_("logo of the partner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Its description is read out where the certificate is heard."),
    )
    approaches = ParentalManyToManyField(
        Approach, verbose_name=_("approaches"), blank=True, limit_choices_to=CANONICAL_TERMS
    )
    themes = ParentalManyToManyField(Theme, verbose_name=_("themes"), blank=True, limit_choices_to=CANONICAL_TERMS)
    body = ContentField(content_blocks(), verbose_name=_("about the course"), blank=True)
    team = ContentField([("person", PersonBlock())], verbose_name=_("team"), blank=True)

    parent_page_types = ["learning.CourseIndexPage"]
    subpage_types = ["learning.ModulePage"]
    template = "learning/courses/course_page.html"

    override_translatable_fields = [
        SynchronizedField("approaches"),
        SynchronizedField("themes"),
        SynchronizedField("conditions", overridable=False),
        SynchronizedField("certificate_years", overridable=False),
        SynchronizedField("partner_name"),
        SynchronizedField("partner_logo"),
    ]
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("level"), FieldPanel("mode"), FieldPanel("hours")]),
        FieldPanel("outcomes"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("conditions"),
                FieldPanel("certificate_rule"),
                FieldPanel("certificate_years"),
                FieldPanel("partner_name"),
                FieldPanel("partner_logo"),
            ],
            heading=_("Certificate"),
        ),
        FieldPanel("prerequisites"),
        FieldPanel("team"),
        MultiFieldPanel([FieldPanel("approaches"), FieldPanel("themes")], heading=_("What it is about")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("outcomes", boost=1.5),
        index.SearchField("body"),
        index.FilterField("level"),
        index.FilterField("mode"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("level"),
        APIField("mode"),
        APIField("hours"),
        APIField("outcomes"),
        APIField("certificate_rule"),
        APIField("certificate_years"),
        APIField("partner_name"),
        APIField("body"),
        APIField("team"),
        APIField("approaches"),
        APIField("themes"),
    ]

    class Meta:
        verbose_name = _("course")

    card_prefetch = ("approaches",)
    detail_prefetch = ("approaches",)

    @cached_property
    def cover(self) -> Cover:
        approaches = [term.slug for term in self.approaches.all()]
        return Cover(seed=str(self.translation_key), approach=approaches[0] if approaches else "house", cycles=4)


class ModulePage(BasePage):
    """A part of a course that makes sense by itself."""

    parent_page_types = ["learning.CoursePage"]
    subpage_types = ["learning.LessonPage"]
    template = "learning/courses/module_page.html"

    class Meta:
        verbose_name = _("module")


class LessonPage(BasePage):
    """Ten minutes or so of reading, watching and thinking."""

    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    body = ContentField(
        [*content_blocks(), *lesson_blocks()],
        verbose_name=_("lesson"),
        blank=True,
        default=starting_lesson,
    )

    parent_page_types = ["learning.ModulePage"]
    subpage_types: list[str] = []
    template = "learning/courses/lesson_page.html"

    content_panels = [*BasePage.content_panels, FieldPanel("minutes"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    api_fields = [*BasePage.api_fields, APIField("minutes"), APIField("body")]

    class Meta:
        verbose_name = _("lesson")


class StepQuerySet(models.QuerySet["Step"]):
    """Steps of courses."""

    def current(self) -> "StepQuerySet":
        """Those that the published course has, in their order."""
        return self.filter(retired_at=None).order_by("position")


class Step(models.Model):
    """One thing to do in a course: a lesson as a whole, or an activity in it.

    Written by `learning.courses.actions.list_steps` whenever a page of the course is published, so that progress never
    has to read the text of lessons. `key` is the translation key of the lesson or the id of the block, which are the
    same in every language. A step that an editor takes out is retired, never deleted: what learners did stays.
    """

    course_key = models.UUIDField(_("course"))
    lesson_key = models.UUIDField(_("lesson"))
    key = models.UUIDField(_("step"))
    kind = models.CharField(_("kind"), max_length=12, choices=StepKind)
    rule = models.CharField(_("done when"), max_length=12, choices=StepRule)
    is_required = models.BooleanField(_("required"), default=True)
    title = models.CharField(_("title"), max_length=255)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    position = models.PositiveIntegerField(_("position"), default=0)
    # What the rule needs beside its name, by kind: {"percent": 80} for a recording, {"quiz": "<uuid>"} for a quiz.
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    # Bytes by what they are: {"text": 12000, "audio": 0, "video": 31000000}. Kept on the step of the lesson itself.
    sizes = models.JSONField(_("sizes"), default=dict, blank=True)
    retired_at = models.DateTimeField(_("taken out at"), null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["course_key", "key"], name="learning_step_once")]

    def __str__(self) -> str:
        return self.title

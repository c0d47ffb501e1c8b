"""The steps of a course as rows: what counts towards its end, in one place whatever the languages."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.choices import StepKind, StepRule


class StepQuerySet(models.QuerySet["Step"]):
    """Steps of courses."""

    def current(self) -> "StepQuerySet":
        """Those that the published course has, in their order."""
        return self.filter(retired_at=None).order_by("position")


class Step(models.Model):
    """One thing to do in a course: a lesson as a whole, or an activity in it.

    Written by `learning.actions.steps.list_steps` whenever a page of the course is published, so that progress never
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

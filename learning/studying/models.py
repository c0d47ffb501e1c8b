"""Who takes a course, and what they have done in it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from camtree.core.pages.models import BasePageQuerySet
from camtree.members.models import User
from learning.courses.choices import StepKind
from learning.courses.models import CoursePage
from learning.studying.choices import EnrolmentState


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    """Enrolments."""

    def of(self, member: User) -> "EnrolmentQuerySet":
        """Those of one member that were not left, the last used first."""
        return self.filter(member=member).exclude(state=EnrolmentState.LEFT).order_by("-seen_at", "-pk")


class Enrolment(models.Model):
    """A member takes a course. There is one for each member and course, also after leaving and coming back."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enrolments")
    # A course in all its languages.
    course_key = models.UUIDField(_("course"), db_index=True)
    # Stays when the course is gone: records of learning name it.
    course_title = models.CharField(_("title of the course"), max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=EnrolmentState, default=EnrolmentState.ACTIVE)
    enrolled_at = models.DateTimeField(_("enrolled at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen at"))
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    # Where to go on: the lesson that was open last.
    lesson_key = models.UUIDField(_("last lesson"), null=True, blank=True)
    # Which passwords of the course and its lessons were given: a digest of each, by the key of the restriction.
    passwords = models.JSONField(_("passwords given"), null=True, blank=True, editable=False)

    # Not where somebody reads just now, only what a dispute could be about.
    history = HistoricalRecords(excluded_fields=["seen_at", "lesson_key", "passwords"])
    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(fields=["member", "course_key"], name="learning_enrolment_once"),
            models.CheckConstraint(
                condition=Q(state=EnrolmentState.LEFT) | Q(left_at=None), name="learning_left_has_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member}, {self.course_title}"

    @property
    def is_open(self) -> bool:
        return self.state != EnrolmentState.LEFT

    @property
    def courses(self) -> BasePageQuerySet:
        """The course in every language there is."""
        return CoursePage.objects.filter(translation_key=self.course_key)


class StepRecord(models.Model):
    """What a learner did at one step. The row of a step that the course no longer has stays."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="records")
    step_key = models.UUIDField(_("step"))
    kind = models.CharField(_("kind"), max_length=12, choices=StepKind)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    # The best result so far, 0 to 1, where the step has one.
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=5, null=True, blank=True)
    # By kind: {"second": 95, "watched": [[0, 95]]} of a recording.
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("step of a learner")
        verbose_name_plural = _("steps of learners")
        constraints = [models.UniqueConstraint(fields=["enrolment", "step_key"], name="learning_record_once")]
        indexes = [models.Index(fields=["step_key", "done_at"], name="learning_record_by_step")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}, {self.step_key}"


class JournalEntry(models.Model):
    """What a learner wrote for themselves. Nobody else reads it: no facilitator, no editor."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="journal")
    step_key = models.UUIDField(_("step"))
    # As it was asked, so that the journal can be read when the lesson has changed.
    prompt = models.TextField(_("question"))
    text = models.TextField(_("text"), blank=True)
    # Grows with each save: a page that was open elsewhere sends the number it knew.
    number = models.PositiveIntegerField(_("version"), default=0)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["enrolment", "step_key"], name="learning_journal_once")]

    def __str__(self) -> str:
        return self.prompt

"""Questions and their pools, quizzes, and attempts at them."""

from datetime import timedelta
from decimal import ROUND_DOWN
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin, TranslatableMixin

from camtree.core.pages.contexts import context_for
from camtree.core.pages.fields import ContentField
from learning.quizzes.choices import QuestionKind, QuizFeedback
from learning.quizzes.question_blocks import question_blocks
from learning.quizzes.questions import Asked, question_in
from learning.quizzes.quiz_blocks import quiz_blocks
from learning.studying.models import Enrolment


class QuestionPool(models.Model):
    """A named bank of questions, from which quizzes draw."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    panels = [FieldPanel("name")]

    class Meta:
        verbose_name = _("question pool")
        verbose_name_plural = _("question pools")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions."""

    def live(self) -> "QuestionQuerySet":
        """Those that may be asked."""
        return self.filter(live=True)

    def keys_in(self, pools: "list[int]") -> "dict[int, list[Any]]":
        """The questions that may be drawn from each pool, by translation key, always in the same order."""
        found: dict[int, list[Any]] = {pool: [] for pool in pools}
        rows = self.live().filter(pool__in=pools).order_by("translation_key").values_list("pool", "translation_key")
        for pool, key in rows.distinct():
            found[pool].append(key)
        return found


class Question(PreviewableMixin, TranslatableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """One question in one language. Each publication is a version; attempts keep the one they were shown."""

    title = models.CharField(_("title"), max_length=255, help_text=_("For editors; learners do not see it."))
    pool = models.ForeignKey(
        QuestionPool,
        verbose_name=_("pool"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )
    body = ContentField(question_blocks(), verbose_name=_("question"), min_num=1, max_num=1)

    panels = [FieldPanel("title"), FieldPanel("pool"), FieldPanel("body")]
    objects: ClassVar[QuestionQuerySet] = QuestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def asked(self) -> Asked | None:
        """The question as this row has it, published or not."""
        return question_in({"body": self.body.get_prep_value()})

    @property
    def kind_in_words(self) -> str:
        """What it asks for, as lists of questions say it."""
        kinds = [row["type"] for row in self.body.raw_data]
        return str(QuestionKind(kinds[0]).label) if kinds else ""

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "learning/quizzes/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **context_for(self, request)}


class ShownVersion(models.Model):
    """A version of a question that some learner was shown: Wagtail never purges it, and the question stays."""

    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, primary_key=True, related_name="+")

    class Meta:
        verbose_name = _("version of a question that was shown")
        verbose_name_plural = _("versions of questions that were shown")

    def __str__(self) -> str:
        return str(self.pk)


# How long after its time answers still count: the last click and a slow line.
GRACE = timedelta(seconds=60)


class Quiz(PreviewableMixin, TranslatableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """Questions that are asked together, and the rules by which. An attempt keeps the version it was begun with."""

    title = models.CharField(_("title"), max_length=255)
    introduction = models.TextField(_("introduction"), blank=True)
    pass_percent = models.PositiveSmallIntegerField(
        _("passed with so many per cent"), default=70, validators=[MaxValueValidator(100)]
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, help_text=_("0 for any number."))
    minutes = models.PositiveSmallIntegerField(
        _("time limit in minutes"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    shuffle = models.BooleanField(_("shuffle the questions"), default=False)
    feedback = models.CharField(
        _("right answers are shown"), max_length=10, choices=QuizFeedback, default=QuizFeedback.AFTER_ATTEMPT
    )
    closes_at = models.DateTimeField(
        _("closes at"), null=True, blank=True, help_text=_("No answer counts afterwards. Empty: it never closes.")
    )
    items = ContentField(quiz_blocks(), verbose_name=_("questions"), min_num=1)

    panels = [
        FieldPanel("title"),
        FieldPanel("introduction"),
        FieldRowPanel([FieldPanel("pass_percent"), FieldPanel("attempts"), FieldPanel("minutes")]),
        FieldRowPanel([FieldPanel("shuffle"), FieldPanel("feedback"), FieldPanel("closes_at")]),
        FieldPanel("items"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.feedback == QuizFeedback.AFTER_CLOSING and self.closes_at is None:
            raise ValidationError({"closes_at": _("Say when it closes: only then are right answers shown.")})

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "learning/quizzes/quiz_preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {**super().get_preview_context(request, mode_name), **context_for(self, request)}

    @property
    def is_closed(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def shows_answers(self) -> bool:
        """Whether learners may see what was right in an attempt they have submitted."""
        return self.feedback == QuizFeedback.AFTER_ATTEMPT or self.is_closed

    @property
    def number_of_questions(self) -> int:
        """How many questions one attempt has."""
        rows = self.items.raw_data
        return sum(1 if row["type"] == "question" else int(row["value"].get("number") or 0) for row in rows)


class Accommodation(models.Model):
    """More time for one learner, in all quizzes of a course."""

    enrolment = models.OneToOneField(Enrolment, on_delete=models.CASCADE, related_name="accommodation")
    extra_percent = models.PositiveSmallIntegerField(
        _("more time in per cent"), default=25, validators=[MaxValueValidator(900)]
    )
    note = models.TextField(_("note"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("accommodation")
        verbose_name_plural = _("accommodations")

    def __str__(self) -> str:
        return f"{self.enrolment_id}: +{self.extra_percent} %"


class QuizAttempt(models.Model):
    """One go at a quiz: what was drawn, in which order, by when, and what it earned."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="quiz_attempts")
    step_key = models.UUIDField(_("step"))
    quiz_key = models.UUIDField(_("quiz"))
    # The rules it was begun with: what earns a pass does not change under a learner.
    quiz_revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("attempt"))
    # All chance of this attempt comes from it, so that a dispute can be played again.
    seed = models.PositiveIntegerField(_("seed"))
    # The language of the quiz that was drawn from, by whose versions answers are scored.
    language = models.CharField(_("language"), max_length=12)
    started_at = models.DateTimeField(_("started at"))
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=5, null=True, blank=True)
    passed = models.BooleanField(_("passed"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attempt at a quiz")
        verbose_name_plural = _("attempts at quizzes")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step_key", "number"], name="learning_attempt_number_once"),
            models.UniqueConstraint(
                fields=["enrolment", "step_key"], condition=Q(submitted_at=None), name="learning_attempt_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}, {self.number}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_over(self) -> bool:
        """Whether answers come too late to count."""
        return self.due_at is not None and timezone.now() > self.due_at + GRACE

    @property
    def waits(self) -> bool:
        """Whether an open answer in it waits for whoever marks it."""
        return self.is_submitted and self.score is None

    @property
    def percent(self) -> int | None:
        """The result in per cent, rounded down; None while it is not known."""
        return None if self.score is None else int((self.score * 100).to_integral_value(ROUND_DOWN))

    @property
    def pass_percent(self) -> int:
        return int(self.quiz_revision.content["pass_percent"])


class AttemptItem(models.Model):
    """One question of an attempt: the versions that were live when it began, and the answer."""

    attempt = models.ForeignKey(QuizAttempt, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("position"))
    question_key = models.UUIDField(_("question"))
    # {"en": 120, "es": 133}: the revision of the question in each language in which it was live.
    revisions = models.JSONField(_("versions"), default=dict)
    # Ids as they are shown, by what they are: {"options": [...]}, {"left": [...], "right": [...]}, {"<gap>": [...]}.
    order = models.JSONField(_("order"), default=dict, blank=True)
    points = models.PositiveSmallIntegerField(_("marked out of"), default=1)
    answer = models.JSONField(_("answer"), null=True, blank=True)
    # "<page>.<number>": a page numbers what it sends, so that what comes out of turn cannot replace what is newer.
    client_key = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    # What came after the time or after the attempt was submitted: kept and shown, never counted.
    late_answer = models.JSONField(_("late answer"), null=True, blank=True)
    late_at = models.DateTimeField(_("late answer at"), null=True, blank=True)
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=5, null=True, blank=True)
    feedback = models.TextField(_("feedback"), blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    marked_at = models.DateTimeField(_("marked at"), null=True, blank=True)

    # Of marks by people; what a learner answers is saved for all questions at once and stands in the row itself.
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("answer in a quiz")
        verbose_name_plural = _("answers in quizzes")
        ordering = ["position"]
        permissions = [("mark_answers", "Can mark open answers")]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="learning_item_once")]
        indexes = [models.Index(fields=["question_key"], name="learning_item_by_question")]

    def __str__(self) -> str:
        return f"{self.attempt_id}, {self.position}"

    def version_in(self, language: str) -> int:
        """The revision to show to a reader of `language`: theirs, else the one by which it is scored."""
        return int(self.revisions.get(language) or self.scoring_version)

    @property
    def scoring_version(self) -> int:
        """The revision by which it is scored: in the language of the attempt, else the first by its code."""
        language = self.attempt.language
        return int(self.revisions[language if language in self.revisions else min(self.revisions)])


class QuestionImport(models.Model):
    """A file of questions that is brought in piece by piece, in the background, and what became of it."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    file_name = models.CharField(max_length=255)
    # The file itself, until it is through.
    content = models.BinaryField(null=True)
    pool_name = models.CharField(max_length=120, blank=True)
    locale = models.ForeignKey("wagtailcore.Locale", models.CASCADE, related_name="+")
    # The language in which faults are told.
    language = models.CharField(max_length=10)
    total = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    # Pairs of line, excerpt and reason.
    faults = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("import of questions")
        verbose_name_plural = _("imports of questions")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

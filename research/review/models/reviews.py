"""Peer review: what reviewers are asked, who they are, and what they answer."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, TitleFieldPanel
from wagtail.models import DraftStateMixin, RevisionMixin, TranslatableMixin

from camtree.core.pages.fields import ContentField
from camtree.core.words.once import OnceInALanguage
from camtree.vocabularies.models import CANONICAL_TERMS, Approach, Subject
from research.inquiries.models.inquiries import new_token
from research.review.choices import Anonymity, InviteState, Verdict
from research.review.models.submissions import Submission


class RubricQuestionBlock(blocks.StructBlock):
    """One question to reviewers: marked on a scale, answered in words, or both."""

    question = blocks.CharBlock(label=_("question"), max_length=250)
    guidance = blocks.TextBlock(
        label=_("guidance"), rows=3, required=False, help_text=_("Reviewers read it, and authors while they write.")
    )
    scale = blocks.ListBlock(
        blocks.CharBlock(label=_("step"), max_length=80),
        label=_("scale"),
        required=False,
        default=[],
        help_text=_("From the weakest to the strongest. Leave empty for a question answered in words alone."),
    )
    wants_words = blocks.BooleanBlock(label=_("asks for words"), required=False, default=True)
    is_required = blocks.BooleanBlock(label=_("must be answered"), required=False, default=True)

    class Meta:
        icon = "help"
        label = _("Question")


class ReviewRubric(OnceInALanguage, TranslatableMixin, DraftStateMixin, RevisionMixin, models.Model):
    """What reviewers are asked. Each publication is a version; a round keeps the one it began with."""

    once = "slug"

    slug = models.SlugField(_("short name"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    introduction = models.TextField(_("introduction"), blank=True)
    questions = ContentField([("question", RubricQuestionBlock())], verbose_name=_("questions"))

    panels = [
        TitleFieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("introduction"),
        FieldPanel("questions"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("review rubric")
        verbose_name_plural = _("review rubrics")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["slug", "locale"], name="research_rubric_slug_once")]

    def __str__(self) -> str:
        return self.title


class ReviewRules(models.Model):
    """How a review is run. Abstract: a task of the workflow holds the usual rules, a call or a collection its own."""

    anonymity = models.CharField(
        _("names"), max_length=10, choices=Anonymity.choices, default=Anonymity.DOUBLE, blank=False
    )
    quorum = models.PositiveSmallIntegerField(
        _("reviews wanted"), default=2, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    due_days = models.PositiveSmallIntegerField(
        _("days for a review"), default=21, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    rubric = models.ForeignKey(
        ReviewRubric, verbose_name=_("rubric"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True


class Call(ReviewRules):
    """A call for reports, or the standing rules of a collection: authors choose it when they submit."""

    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("for whom"), blank=True)
    collection = models.ForeignKey(
        "research.CollectionPage",
        verbose_name=_("collection"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="calls",
        help_text=_("Where accepted reports will stand."),
    )
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)

    panels = [
        TitleFieldPanel("title"),
        FieldPanel("description"),
        FieldRowPanel([FieldPanel("collection"), FieldPanel("opens_on"), FieldPanel("closes_on")]),
        FieldRowPanel([FieldPanel("anonymity"), FieldPanel("quorum"), FieldPanel("due_days")]),
        FieldPanel("rubric"),
    ]

    class Meta:
        verbose_name = _("call for reports")
        verbose_name_plural = _("calls for reports")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class ReviewerProfile(models.Model):
    """A member who reviews: what they know, which languages they read, how much they take on."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("member"), on_delete=models.CASCADE, related_name="reviewer_profile"
    )
    subjects = models.ManyToManyField(Subject, verbose_name=_("subjects"), blank=True, limit_choices_to=CANONICAL_TERMS)
    approaches = models.ManyToManyField(
        Approach, verbose_name=_("approaches"), blank=True, limit_choices_to=CANONICAL_TERMS
    )
    languages = models.JSONField(_("languages you can review in"), default=list)
    about = models.TextField(_("your experience"), max_length=600, blank=True)
    at_once = models.PositiveSmallIntegerField(
        _("reviews at the same time, at most"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    per_year = models.PositiveSmallIntegerField(
        _("reviews in a year, at most"), default=6, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    is_available = models.BooleanField(_("you may be asked"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("reviewer")
        verbose_name_plural = _("reviewers")

    def __str__(self) -> str:
        return str(self.user)


class ReviewInviteQuerySet(models.QuerySet["ReviewInvite"]):
    """Questions about invitations and reviews."""

    def open(self) -> "ReviewInviteQuerySet":
        """Those somebody has still to answer or to finish."""
        return self.filter(state__in=[InviteState.INVITED, InviteState.ACCEPTED])

    def of(self, member: Any) -> "ReviewInviteQuerySet":
        """Those sent to a member."""
        return self.filter(user=member)


class ReviewInvite(models.Model):
    """One reviewer of one round, from the invitation to the review."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="invites")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="review_invites"
    )
    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail"))
    number = models.PositiveSmallIntegerField(_("number of the reviewer"))
    state = models.CharField(
        _("state"), max_length=10, choices=InviteState.choices, default=InviteState.INVITED, db_index=True
    )
    token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    desk_token = models.CharField(max_length=40, unique=True, default=new_token, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(_("invited at"), default=timezone.now)
    answer_by = models.DateField(_("answer wanted by"))
    due_on = models.DateField(_("review due on"), db_index=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    decline_reason = models.TextField(_("why"), max_length=600, blank=True)

    answers = models.JSONField(_("answers"), default=dict, blank=True)
    recommendation = models.CharField(_("recommendation"), max_length=10, choices=Verdict.choices, blank=True)
    words_to_author = models.TextField(_("words to the authors"), blank=True)
    words_to_editor = models.TextField(_("words to the editors"), blank=True)
    saved_at = models.DateTimeField(_("last saved"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, db_index=True)

    history = HistoricalRecords(excluded_fields=["token", "desk_token"])
    objects: ClassVar[ReviewInviteQuerySet] = ReviewInviteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "user"], condition=Q(user__isnull=False), name="research_review_user_once"
            ),
            models.UniqueConstraint(fields=["submission", "email"], name="research_review_email_once"),
            models.UniqueConstraint(fields=["submission", "number"], name="research_review_number_once"),
        ]

    def __str__(self) -> str:
        return self.alias

    @property
    def alias(self) -> str:
        """What authors call a reviewer whose name they do not learn."""
        return str(_("Reviewer %(number)s") % {"number": self.number})

    @property
    def has_lapsed(self) -> bool:
        """Whether nobody answered until the day the review itself was wanted."""
        return self.state == InviteState.INVITED and self.due_on < timezone.localdate()

    @property
    def is_overdue(self) -> bool:
        return self.state in {InviteState.INVITED, InviteState.ACCEPTED} and self.due_on < timezone.localdate()


class Reminder(models.Model):
    """A reminder that went out. One row for each kind and review, so that none goes twice."""

    class Kind(models.TextChoices):
        """When it goes."""

        WEEK = "week", _("seven days before")
        SOON = "soon", _("two days before")
        OVERDUE = "overdue", _("one day after")
        EDITOR = "editor", _("to the editor, when it is late")

    invite = models.ForeignKey(ReviewInvite, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invite", "kind"], name="research_reminder_once")]

    def __str__(self) -> str:
        return f"{self.invite_id} {self.kind}"


class Decision(models.Model):
    """What an editor decided about a round. It waits some minutes before it is sent, so that it can be undone."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="decisions")
    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict.choices)
    letter = models.TextField(_("letter to the authors"))
    collection = models.ForeignKey(
        "research.CollectionPage",
        verbose_name=_("collection"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    publish_on = models.DateField(_("publish on"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), auto_now_add=True)
    leaves_at = models.DateTimeField(_("is sent at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(undone_at__isnull=True), name="research_decision_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_verdict_display())


class EditorQuestion(models.Model):
    """Something an editor asks the authors without deciding, and their answer."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="questions")
    question = models.TextField(_("question"), max_length=4000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    answer = models.TextField(_("answer"), max_length=8000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("question to authors")
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return self.question[:60]


class DecisionLetter(OnceInALanguage, TranslatableMixin, models.Model):
    """How a letter of each decision begins. Editors fill in the reasons where it says so."""

    once = "verdict"

    verdict = models.CharField(_("decision"), max_length=10, choices=Verdict.choices)
    text = models.TextField(
        _("text"),
        help_text=_("Write [reasons] where the editor has to say why. {name} and {title} are filled in."),
    )

    panels = [FieldPanel("verdict"), FieldPanel("text")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("decision letter")
        verbose_name_plural = _("decision letters")
        ordering = ["verdict"]
        constraints = [models.UniqueConstraint(fields=["verdict", "locale"], name="research_letter_once")]

    def __str__(self) -> str:
        return str(self.get_verdict_display())

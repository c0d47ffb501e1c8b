"""What was handed to the editors, and the identifiers that were promised."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from research.inquiries.models import Inquiry, InquiryPerson
from research.review.choices import Anonymity, SubmissionState


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Questions about rounds."""

    def waiting(self) -> "SubmissionQuerySet":
        """Those that are with the editors or their reviewers."""
        return self.filter(state__in=OPEN_STATES)

    def not_of(self, user: Any) -> "SubmissionQuerySet":
        """Without those of drafts that `user` is named on, submitted or reviews: nobody decides about their own, and
        no reviewer learns here whose report it is. By account, or by the address that somebody was named with."""
        # Who was invited to a draft and did not accept has no account there: the address tells.
        here = models.Q(user=user)
        if email := getattr(user, "email", ""):
            here |= models.Q(email__iexact=email)
        named = InquiryPerson.objects.filter(here).values("inquiry")
        submitted = Submission.objects.filter(submitted_by=user).values("inquiry")
        reviewed = Submission.objects.filter(invites__user=user, invites__accepted_at__isnull=False).values("inquiry")
        return self.exclude(inquiry__in=named).exclude(inquiry__in=submitted).exclude(inquiry__in=reviewed)


OPEN_STATES = [SubmissionState.CHECK, SubmissionState.REVIEW, SubmissionState.DECIDE, SubmissionState.LEAVING]


class Submission(models.Model):
    """One round: the manuscript word for word, the rules it is reviewed by, and what the editors answered.

    The manuscript is never changed. The rules are those of the call or of the workflow at the moment of submission.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="submissions")
    round = models.PositiveSmallIntegerField(_("round"))
    manuscript = models.JSONField(_("manuscript"))
    submitted_at = models.DateTimeField(_("submitted at"), default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("submitted by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=SubmissionState.choices, default=SubmissionState.CHECK)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("editor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="submissions_to_edit",
    )
    call = models.ForeignKey(
        "research.Call",
        verbose_name=_("call or collection"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="submissions",
    )
    anonymity = models.CharField(_("names"), max_length=10, choices=Anonymity.choices, default=Anonymity.DOUBLE)
    quorum = models.PositiveSmallIntegerField(_("reviews wanted"), default=2)
    due_days = models.PositiveSmallIntegerField(_("days for a review"), default=21)
    rubric = models.ForeignKey(
        Revision,
        verbose_name=_("version of the rubric"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.TextField(_("what the editors answered"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects: ClassVar[SubmissionQuerySet] = SubmissionQuerySet.as_manager()  # type: ignore[assignment]

    # Whom the round hides and what tells them all the same; remembered by research.review.blindness.
    hidden_names: Any = None
    telling: Any = None

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-submitted_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["inquiry", "round"], name="research_submission_round_once")]
        indexes = [models.Index(fields=["state", "-submitted_at", "-id"], name="research_submission_board")]
        permissions = [("decide_submission", "Can decide on submissions")]

    def __str__(self) -> str:
        return f"{self.inquiry}, {self.round}"

    @cached_property
    def rubric_then(self) -> Any:
        """The rubric as it was when the round began; None where there was none."""
        return self.rubric.as_object() if self.rubric else None

    @property
    def is_open(self) -> bool:
        """Whether editors or reviewers have still something to do."""
        return self.state in OPEN_STATES

    @property
    def hides_authors(self) -> bool:
        """Whether reviewers must not learn who wrote it."""
        return self.anonymity == Anonymity.DOUBLE

    @property
    def hides_reviewers(self) -> bool:
        """Whether authors must not learn who reviews."""
        return self.anonymity != Anonymity.OPEN

    @property
    def age(self) -> int:
        """Days since it was submitted."""
        return (timezone.now() - self.submitted_at).days


class ReservedIdentifier(models.Model):
    """A permanent identifier, promised to one work. Rows stay for ever, so that no number is given twice."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveIntegerField(_("number"))
    inquiry = models.OneToOneField(
        Inquiry, null=True, blank=True, on_delete=models.SET_NULL, related_name="reserved_identifier"
    )

    class Meta:
        verbose_name = _("reserved identifier")
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="research_identifier_once")]

    def __str__(self) -> str:
        return f"CT-{self.year}-{self.number:04d}"

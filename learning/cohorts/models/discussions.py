"""What is said in a cohort: announcements and messages of facilitators, posts of everybody; and who looked at whom."""

import uuid
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.cohorts.choices import LookedAt
from learning.cohorts.models.cohorts import Cohort, CohortMember
from learning.studying.models import Enrolment


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    """Announcements and messages."""

    def read_by(self, member: CohortMember) -> "AnnouncementQuerySet":
        """What a member of the cohort may read: what went to everybody, and what went to them."""
        own = Announcement.recipients.through.objects.filter(cohortmember_id=member.pk).values("announcement_id")
        return self.filter(Q(is_for_all=True) | Q(pk__in=own), cohort=member.cohort_id)


class Announcement(models.Model):
    """A facilitator tells a cohort something, or only some of it. Mailed once, kept on the cohort's page."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="announcements")
    # Of the form it came from, so that a second sending is the first.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("text"))
    is_for_all = models.BooleanField(_("for everybody"), default=True)
    recipients: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(CohortMember, related_name="+", blank=True)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)

    objects: ClassVar[AnnouncementQuerySet] = AnnouncementQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class CohortPostQuerySet(models.QuerySet["CohortPost"]):
    """Posts."""

    def at(self, step_key: UUID | None) -> "CohortPostQuerySet":
        """Those of the discussion of a step; of the cohort's own discussion for None."""
        return self.filter(step_key=step_key) if step_key else self.filter(step_key__isnull=True)


class CohortPost(models.Model):
    """Somebody says something to their cohort, or answers. Plain text. The place of an erased member's post stays."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="posts", verbose_name=_("cohort"))
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The discussion of a step of the course; empty for the cohort's own.
    step_key = models.UUIDField(_("step"), null=True, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    # Empty for somebody whose account is gone.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField(_("text"), blank=True)
    written_at = models.DateTimeField(_("written at"), default=timezone.now)
    hidden_at = models.DateTimeField(_("hidden at"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[CohortPostQuerySet] = CohortPostQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["cohort", "step_key", "written_at"], name="learning_posts_in_order")]

    def __str__(self) -> str:
        return self.text[:60]


class LookAtLearner(models.Model):
    """Somebody looked at what learners did: once for each hour, whatever the number of looks."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("who looked"),
    )
    # Empty for a look of an editor at what somebody did who is in none.
    cohort = models.ForeignKey(
        Cohort, null=True, blank=True, on_delete=models.CASCADE, related_name="looks", verbose_name=_("cohort")
    )
    # Empty for a look at the whole cohort.
    enrolment = models.ForeignKey(Enrolment, null=True, blank=True, on_delete=models.CASCADE, related_name="looks")
    what = models.CharField(_("what"), max_length=10, choices=LookedAt)
    # Minutes and seconds are nil.
    hour = models.DateTimeField(_("hour"))

    class Meta:
        verbose_name = _("look at learners")
        verbose_name_plural = _("looks at learners")
        ordering = ["-hour", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "cohort", "what", "hour"],
                condition=Q(enrolment__isnull=True),
                name="learning_look_at_all_once",
            ),
            models.UniqueConstraint(
                fields=["user", "cohort", "enrolment", "what", "hour"],
                condition=Q(enrolment__isnull=False),
                name="learning_look_at_one_once",
            ),
            models.UniqueConstraint(
                fields=["user", "enrolment", "what", "hour"],
                condition=Q(cohort__isnull=True),
                name="learning_look_alone_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.what}, {self.hour:%Y-%m-%d %H}"

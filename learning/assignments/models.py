"""What learners hand in, and what others of the course say of it."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from camtree.media.storages import private_storage
from learning.assignments.choices import AppealState, HandBackReason, MarkingState, PersonNeeded, WorkState
from learning.studying.models import Enrolment
from research.models import Inquiry


def place_of_work(work: "AssignmentWork", filename: str) -> str:
    """A name that tells nothing and that nobody guesses."""
    return f"works/{secrets.token_urlsafe(24)}.{filename.rpartition('.')[2]}"


class AssignmentWork(models.Model):
    """One learner's answer to one assignment: a text, a file, or a draft of a report in the research section."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="works")
    step_key = models.UUIDField(_("step"), db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=WorkState, default=WorkState.WRITING)
    text = models.TextField(_("text"), blank=True)
    file = models.FileField(_("file"), upload_to=place_of_work, storage=private_storage, blank=True)
    ending = models.CharField(max_length=5, blank=True, editable=False)
    # The draft and this row share one state: handing the draft in is handing this in.
    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("draft"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Grows with each save of the text: a page that was open elsewhere sends the number it knew.
    number = models.PositiveIntegerField(_("version"), default=0)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    # Points by the id of the criterion, as they were given.
    points = models.JSONField(_("points"), default=dict, blank=True)
    # 0 to 1.
    score = models.DecimalField(_("score"), max_digits=6, decimal_places=5, null=True, blank=True)
    words = models.TextField(_("words to the learner"), blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    marked_at = models.DateTimeField(_("marked at"), null=True, blank=True)
    # The language of the page on which it was handed in: peers get what they read.
    language = models.CharField(_("language"), max_length=12, blank=True)
    # Why peers do not go on marking it, where they do not.
    person_needed = models.CharField(_("waits for a person"), max_length=12, choices=PersonNeeded, blank=True)
    # When its learner was let off the works of others that were owed: there was none to be had.
    let_off_at = models.DateTimeField(_("let off at"), null=True, blank=True)
    saved_at = models.DateTimeField(_("saved at"), auto_now=True)

    history = HistoricalRecords(excluded_fields=["saved_at"])

    class Meta:
        verbose_name = _("work of a learner")
        verbose_name_plural = _("works of learners")
        constraints = [models.UniqueConstraint(fields=["enrolment", "step_key"], name="learning_work_once")]

    def __str__(self) -> str:
        return str(self.enrolment)

    @property
    def is_open(self) -> bool:
        """Whether the learner may still change it."""
        return self.state in {WorkState.WRITING, WorkState.RETURNED}

    @property
    def is_marked_by_peers(self) -> bool:
        """Whether what stands there is what peers gave."""
        return self.marked_at is not None and self.marked_by_id is None

    @property
    def file_name(self) -> str:
        """What it is saved as: nothing of whose it is."""
        return f"work-{self.pk}.{self.ending}"


class PeerMarkingQuerySet(models.QuerySet["PeerMarking"]):
    """Markings."""

    def current(self) -> "PeerMarkingQuerySet":
        """Those of the work as it was handed in last."""
        return self.filter(handed_in_at=F("work__submitted_at"))

    def done(self) -> "PeerMarkingQuerySet":
        """Those with marks, in the order in which they were given."""
        return self.filter(state=MarkingState.DONE).order_by("done_at", "pk")


class PeerMarking(models.Model):
    """A learner marks the work of another, or was to.

    The row outlives both accounts: without the marker the author keeps the marks, without the author the marker keeps
    that one work more was marked.
    """

    work = models.ForeignKey(AssignmentWork, null=True, on_delete=models.SET_NULL, related_name="markings")
    marker = models.ForeignKey(Enrolment, null=True, on_delete=models.SET_NULL, related_name="markings")
    # Of work and marker alike, so that it is known when the work is gone.
    step_key = models.UUIDField(_("step"))
    state = models.CharField(_("state"), max_length=10, choices=MarkingState, default=MarkingState.GIVEN)
    # `submitted_at` of the work that was given out: handed in again, a work is marked anew.
    handed_in_at = models.DateTimeField(_("handed in at"))
    # Both by the id of the criterion.
    points = models.JSONField(_("points"), default=dict, blank=True)
    words = models.JSONField(_("words to the learner"), default=dict, blank=True)
    reason = models.CharField(_("why it was handed back"), max_length=10, choices=HandBackReason, blank=True)
    given_out_at = models.DateTimeField(_("given out at"))
    due_at = models.DateTimeField(_("due at"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects: ClassVar[PeerMarkingQuerySet] = PeerMarkingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("marking by a peer")
        verbose_name_plural = _("markings by peers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["work", "marker"], name="learning_marking_once"),
            # Two pages that ask for a work at once get one between them.
            models.UniqueConstraint(
                fields=["marker", "step_key"],
                condition=Q(state=MarkingState.GIVEN, marker__isnull=False),
                name="learning_marking_one_open",
            ),
            models.CheckConstraint(
                condition=~Q(state=MarkingState.DONE) | Q(done_at__isnull=False), name="learning_marking_has_time"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_at"], name="learning_marking_due")]

    def __str__(self) -> str:
        return f"{self.step_key}, {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether marks may still come: also late, as nobody's writing is thrown away."""
        return self.state in {MarkingState.GIVEN, MarkingState.EXPIRED}

    @property
    def file_name(self) -> str:
        """What the file of the work is saved as: nothing of whose it is."""
        return f"to-mark-{self.pk}.{self.work.ending}" if self.work else ""


class Calibration(models.Model):
    """A learner marked the example of an assignment, before the works of others. Once: then they saw the answer."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="calibrations")
    step_key = models.UUIDField(_("step"))
    # By the id of the criterion.
    points = models.JSONField(_("points"), default=dict)
    # From the marks of the editor: 0 for the same, 1 for as far as can be.
    distance = models.DecimalField(_("distance"), max_digits=6, decimal_places=5)
    done_at = models.DateTimeField(_("done at"), auto_now_add=True)

    class Meta:
        verbose_name = _("example that was marked")
        verbose_name_plural = _("examples that were marked")
        constraints = [models.UniqueConstraint(fields=["enrolment", "step_key"], name="learning_calibration_once")]

    def __str__(self) -> str:
        return f"{self.step_key}, {self.distance}"


class Appeal(models.Model):
    """A learner asks a person to look at the marks that peers gave. Once for each handing in."""

    work = models.ForeignKey(AssignmentWork, on_delete=models.CASCADE, related_name="appeals")
    handed_in_at = models.DateTimeField(_("handed in at"))
    words = models.TextField(_("what is wrong with the marks"))
    state = models.CharField(_("state"), max_length=10, choices=AppealState, default=AppealState.OPEN)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        ordering = ["made_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["work", "handed_in_at"], name="learning_appeal_once")]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def is_open(self) -> bool:
        return self.state == AppealState.OPEN

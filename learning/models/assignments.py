"""What learners hand in, and how it is marked."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from camtree.media.storages import private_storage
from learning.choices import PersonNeeded, WorkState
from learning.models.enrolments import Enrolment
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

"""Sessions of a cohort, online or in a room, and who was there; days until which steps are due."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from camtree.core.words.time_zones import time_zone_choices, validate_time_zone
from camtree.events.models import InCalendars
from learning.cohorts.choices import AttendanceBy
from learning.cohorts.models.cohorts import Cohort, CohortMember


class CohortSession(InCalendars):
    """A cohort meets. Who was there has done the step for which the session counts."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="sessions")
    # A live session or a session in a room of the course; empty for one that counts for nothing.
    step_key = models.UUIDField(_("counts for"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=160)
    starts_at = models.DateTimeField(_("starts at"))
    ends_at = models.DateTimeField(_("ends at"))
    time_zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", choices=time_zone_choices, validators=[validate_time_zone]
    )
    place = models.CharField(_("place"), max_length=255, blank=True)
    address_online = models.URLField(_("address online"), max_length=500, blank=True)
    # What stands on the wall of the room, and until when it is taken.
    code = models.CharField(_("code"), max_length=8, blank=True, editable=False)
    code_until = models.DateTimeField(_("code is taken until"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    SHOWN_IN_CALENDARS = ("starts_at", "ends_at", "time_zone", "title", "place", "address_online")

    class Meta:
        verbose_name = _("session of a cohort")
        verbose_name_plural = _("sessions of cohorts")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="learning_session_ends_after"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def takes_code(self) -> bool:
        """Whether the code counts just now."""
        return bool(self.code and self.code_until and timezone.now() <= self.code_until)


class Attendance(models.Model):
    """Somebody was at a session."""

    session = models.ForeignKey(
        CohortSession, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("session of a cohort")
    )
    member = models.ForeignKey(CohortMember, on_delete=models.CASCADE, related_name="attendances")
    how = models.CharField(_("known from"), max_length=6, choices=AttendanceBy)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), null=True, blank=True, validators=[MaxValueValidator(1440)]
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [models.UniqueConstraint(fields=["session", "member"], name="learning_attendance_once")]

    def __str__(self) -> str:
        return f"{self.session_id}, {self.member_id}"


class Deadline(models.Model):
    """A step of the course is due on a day, for everybody in a cohort."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="deadlines")
    step_key = models.UUIDField(_("step"))
    due_on = models.DateField(_("due on"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "step_key"], name="learning_deadline_once")]

    def __str__(self) -> str:
        return f"{self.step_key}, {self.due_on}"


class Extension(models.Model):
    """One member has longer for a step. The reason is between them and the facilitators."""

    deadline = models.ForeignKey(
        Deadline, on_delete=models.CASCADE, related_name="extensions", verbose_name=_("deadline")
    )
    member = models.ForeignKey(CohortMember, on_delete=models.CASCADE, related_name="extensions")
    due_on = models.DateField(_("due on"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    history = HistoricalRecords()
    objects: ClassVar[models.Manager["Extension"]]

    class Meta:
        verbose_name = _("extension of a deadline")
        verbose_name_plural = _("extensions of deadlines")
        constraints = [models.UniqueConstraint(fields=["deadline", "member"], name="learning_extension_once")]

    def __str__(self) -> str:
        return f"{self.deadline_id}, {self.member_id}"

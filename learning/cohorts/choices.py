"""Closed lists of cohorts."""

from django.db import models
from django.utils.translation import pgettext_lazy


class Joining(models.TextChoices):
    """How one comes into a cohort."""

    INVITATION = "invitation", pgettext_lazy("how one joins a group", "By invitation")
    CODE = "code", pgettext_lazy("how one joins a group", "With a code")
    SCHOOL = "school", pgettext_lazy("how one joins a group", "With an e-mail address of the school")
    OPEN = "open", pgettext_lazy("how one joins a group", "Open to everybody")


class MemberState(models.TextChoices):
    """Where somebody stands with a cohort. Joined and offered hold a place, the others do not."""

    INVITED = "invited", pgettext_lazy("state of a member of a group", "Invited")
    WAITING = "waiting", pgettext_lazy("state of a member of a group", "On the waiting list")
    OFFERED = "offered", pgettext_lazy("state of a member of a group", "A place is offered")
    JOINED = "joined", pgettext_lazy("state of a member of a group", "Joined")
    LEFT = "left", pgettext_lazy("state of a member of a group", "Left")
    DECLINED = "declined", pgettext_lazy("state of a member of a group", "Declined")
    EXPIRED = "expired", pgettext_lazy("state of a member of a group", "The offer ran out")


class AttendanceBy(models.TextChoices):
    """How it became known that somebody was at a session."""

    LIST = "list", pgettext_lazy("how attendance is known", "From the list")
    CODE = "code", pgettext_lazy("how attendance is known", "With the code")
    PAPER = "paper", pgettext_lazy("how attendance is known", "From paper, later")


class LookedAt(models.TextChoices):
    """What of learners somebody looked at."""

    GRID = "grid", pgettext_lazy("what was looked at", "Progress of the whole group")
    FILE = "file", pgettext_lazy("what was looked at", "Progress of the whole group, as a file")
    LEARNER = "learner", pgettext_lazy("what was looked at", "Progress of one learner")
    ATTENDANCE = "attendance", pgettext_lazy("what was looked at", "Attendance at a session")
    WORK = "work", pgettext_lazy("what was looked at", "A work that was handed in")
    ANSWER = "answer", pgettext_lazy("what was looked at", "An answer in a quiz")

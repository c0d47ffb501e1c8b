"""Where learners stand."""

from django.db import models
from django.utils.translation import pgettext_lazy


class EnrolmentState(models.TextChoices):
    """Where a learner stands with a course."""

    ACTIVE = "active", pgettext_lazy("state of an enrolment", "Going on")
    COMPLETED = "completed", pgettext_lazy("state of an enrolment", "Completed")
    LEFT = "left", pgettext_lazy("state of an enrolment", "Left")

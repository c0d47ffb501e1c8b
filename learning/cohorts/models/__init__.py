"""Cohorts, their sessions and their discussions."""

from learning.cohorts.models.cohorts import Cohort, CohortMember, Facilitator
from learning.cohorts.models.discussions import Announcement, CohortPost, LookAtLearner
from learning.cohorts.models.sessions import Attendance, CohortSession, Deadline, Extension

__all__ = [
    "Announcement",
    "Attendance",
    "Cohort",
    "CohortMember",
    "CohortPost",
    "CohortSession",
    "Deadline",
    "Extension",
    "Facilitator",
    "LookAtLearner",
]

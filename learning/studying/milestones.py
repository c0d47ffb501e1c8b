"""What rooms above want to be told of an enrolment. They say it in `AppConfig.ready()`; studying knows none."""

from enum import StrEnum

from camtree.core.registries import Milestones
from learning.studying.models import Enrolment


class Milestone(StrEnum):
    """A moment in the life of an enrolment."""

    COMPLETED = "completed"
    # Before the enrolment itself is locked: whoever is told takes their own rows first.
    LEAVING = "leaving"


milestones: Milestones[Milestone, Enrolment] = Milestones()

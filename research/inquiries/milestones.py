"""What sections above want to be told of a draft. They say it in `AppConfig.ready()`; research knows none of them."""

from enum import StrEnum

from camtree.core.registries import Milestones
from research.inquiries.models import Inquiry


class Milestone(StrEnum):
    """A moment in the life of a draft."""

    SUBMITTED = "submitted"
    PUBLISHED = "published"


milestones: Milestones[Milestone, Inquiry] = Milestones()

"""What a member's own page says about their groups."""

from typing import Any

from camtree.members.models import User
from learning.cohorts.access import is_facilitator
from learning.cohorts.models import CohortMember

# More than a glance takes in stands on the page of its own.
SHOWN = 3


def my_cohorts(member: User) -> dict[str, Any]:
    """The groups a member is in, and the way to the desk for those who run some."""
    places = CohortMember.objects.filter(member=member, state__in=CohortMember.INSIDE).select_related("cohort")
    places = places.only("state", "cohort__title").order_by("-cohort__starts_on", "-pk")
    return {"places": places[:SHOWN], "has_desk": is_facilitator(member)}

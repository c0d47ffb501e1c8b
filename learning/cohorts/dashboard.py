"""What a member's own page says about their groups."""

from typing import Any

from django.db.models import Case, Q, When
from django.utils import timezone

from camtree.members.models import User
from camtree.members.queries import confirmed_addresses
from learning.cohorts.access import is_facilitator
from learning.cohorts.choices import MemberState
from learning.cohorts.models import CohortMember

# More than a glance takes in stands on the page of its own.
SHOWN = 3


def my_cohorts(member: User) -> dict[str, Any]:
    """The groups a member is in, and the way to the desk for those who run some."""
    inside = Q(member=member, state__in=CohortMember.INSIDE)
    # Also what waits for an address that was confirmed after the invitation had gone out.
    invited = Q(state=MemberState.INVITED, cohort__ends_on__gte=timezone.localdate()) & (
        Q(member=member) | Q(member=None, email__in=confirmed_addresses(member))
    )
    rows = (
        CohortMember.objects.filter(inside | invited).select_related("cohort").only("state", "token", "cohort__title")
    )
    latest = rows.order_by(Case(When(state=MemberState.INVITED, then=0), default=1), "-cohort__starts_on", "-pk")
    return {"places": latest[:SHOWN], "has_desk": is_facilitator(member)}

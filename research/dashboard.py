"""What a member's own page says about their research."""

from typing import Any

from camtree.members.models import User
from research.board import waiting_for
from research.choices import InquiryState
from research.models import Inquiry

# More than a glance takes in stands on the page of its own.
SHOWN = 5


def my_drafts(member: User) -> dict[str, Any]:
    """The drafts in which the member has the next step, the latest first."""
    waiting = Inquiry.objects.of(member).filter(state__in=[InquiryState.DRAFT, InquiryState.CHANGES_ASKED])
    return {"drafts": waiting[:SHOWN], "waiting": waiting_for(member).count}

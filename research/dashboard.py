"""What a member's own page says about their research."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from camtree.members.models import User
from research.inquiries.queries import invitations_to
from research.publishing.choices import ReplicationState
from research.publishing.models import DoiDeposit, Replication, Withdrawal
from research.review.board import SHOWN as MOST_WAITING
from research.review.board import drafts_of, number_waiting

# More than a glance takes in stands on the page of its own.
SHOWN = 5


def my_drafts(member: User) -> dict[str, Any]:
    """The drafts in which the member has the next step, the latest first."""
    drafts = list(drafts_of(member).only("title", "state")[:MOST_WAITING])
    invited = invitations_to(member).select_related("inquiry")[:SHOWN]
    return {"drafts": drafts[:SHOWN], "waiting": len(drafts) + number_waiting(member), "invited": invited}


def desks(member: User) -> dict[str, Any]:
    """The editors' pages outside the admin that are there for a member, each with how much waits."""
    found = []
    if member.has_perm("research.withdraw_report") or member.has_perm("research.remove_report"):
        waiting = Withdrawal.objects.waiting().count()
        found.append({"name": _("Withdrawals"), "address": reverse("withdrawals"), "waiting": waiting})
        waiting = DoiDeposit.objects.open().count()
        found.append({"name": _("DOIs"), "address": reverse("dois"), "waiting": waiting})
    if member.has_perm("research.moderate_replication"):
        waiting = Replication.objects.filter(state=ReplicationState.PENDING).count()
        found.append({"name": _("Records of trying again"), "address": reverse("replications"), "waiting": waiting})
    return {"desks": found}

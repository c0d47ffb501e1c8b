"""What works and their marks keep about people, and what stays with others when an account goes."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from learning.assignments.actions.peer_marking import forget_peer
from learning.assignments.models import Appeal, AssignmentWork, Calibration, PeerMarking


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=PeerMarking,
            title=_("Marks you gave others, which stay with them without you, and marks others gave you"),
            rows=_markings_of,
            fields=("state", "given_out_at", "due_at", "done_at", "points", "words", "reason"),
            let_go=forget_peer,
        )
    )
    register_personal_data(
        PersonalData(
            model=Calibration,
            title=_("Examples you marked"),
            rows=lambda member: Calibration.objects.filter(enrolment__member=member),
            fields=("points", "distance", "done_at"),
        )
    )
    register_personal_data(
        PersonalData(
            model=Appeal,
            title=_("Your appeals against marks"),
            rows=lambda member: Appeal.objects.filter(work__enrolment__member=member),
            fields=("words", "state", "made_at", "decided_at", "answer"),
        )
    )
    register_personal_data(
        PersonalData(
            model=AssignmentWork,
            title=_("What you handed in"),
            rows=lambda member: AssignmentWork.objects.filter(enrolment__member=member).select_related("enrolment"),
            fields=("enrolment", "state", "text", "submitted_at", "score", "words", "marked_at"),
        )
    )


def _markings_of(member: Any) -> "QuerySet[PeerMarking]":
    """What somebody gave, and what they got once their work has its result."""
    got = Q(work__enrolment__member=member, work__marked_at__isnull=False, done_at__isnull=False)
    return PeerMarking.objects.filter(Q(marker__member=member) | got)

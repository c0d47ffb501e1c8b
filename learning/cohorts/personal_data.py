"""What cohorts keep about people, and what an account takes with it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from camtree.members.models import User
from camtree.members.personal_data import Milestone, PersonalData, milestones, register_personal_data
from learning.cohorts.actions.cohorts import leave_cohorts_of
from learning.cohorts.actions.discussions import forget_author
from learning.cohorts.models import Attendance, CohortMember, CohortPost, Extension, Facilitator, LookAtLearner


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    milestones.at(Milestone.ERASING, _free_places_of)
    register_personal_data(
        PersonalData(
            model=LookAtLearner,
            title=_("Who looked at how far you are"),
            rows=lambda member: LookAtLearner.objects.filter(enrolment__member=member).select_related("user", "cohort"),
            fields=("cohort", "user", "what", "hour"),
        )
    )
    register_personal_data(
        PersonalData(
            model=Attendance,
            title=_("Sessions you attended"),
            rows=lambda member: Attendance.objects.filter(member__member=member).select_related("session"),
            fields=("session", "how", "minutes", "recorded_at"),
        )
    )
    register_personal_data(
        PersonalData(
            model=Extension,
            title=_("Deadlines that were extended for you"),
            rows=lambda member: Extension.objects.filter(member__member=member),
            fields=("due_on", "reason"),
        )
    )
    register_personal_data(
        PersonalData(
            model=CohortMember,
            title=_("Your groups"),
            rows=lambda member: CohortMember.objects.filter(
                Q(member=member) | Q(member=None, email=member.email)
            ).select_related("cohort"),
            fields=("cohort", "state", "email", "invited_at", "waiting_since", "joined_at", "shows_name"),
        )
    )
    register_personal_data(
        PersonalData(
            model=CohortPost,
            title=_("What you wrote to your groups"),
            rows=lambda member: CohortPost.objects.filter(author=member).select_related("cohort"),
            fields=("cohort", "text", "written_at"),
            let_go=forget_author,
        )
    )
    register_personal_data(
        PersonalData(
            model=Facilitator,
            title=_("Groups you run"),
            rows=lambda member: Facilitator.objects.filter(user=member).select_related("cohort"),
            fields=("cohort", "since"),
        )
    )


def _free_places_of(member: User) -> None:
    """The places of somebody whose account goes are offered to those who wait."""
    leave_cohorts_of(member=member)

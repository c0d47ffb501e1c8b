"""What reviewing keeps about people."""

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import PersonalData, register_personal_data
from research.review.actions.reviews import forget_reviewer
from research.review.models import ReviewerProfile, ReviewInvite


def declare() -> None:
    """Tell the platform, once, when the section starts."""
    register_personal_data(
        PersonalData(
            model=ReviewerProfile,
            title=_("What you told us as a reviewer"),
            rows=lambda member: ReviewerProfile.objects.filter(user=member),
            fields=("languages", "about", "at_once", "per_year", "is_available"),
        )
    )
    register_personal_data(
        PersonalData(
            model=ReviewInvite,
            title=_("Your reviews"),
            rows=lambda member: ReviewInvite.objects.filter(user=member),
            fields=(
                *("state", "invited_at", "due_on", "accepted_at", "declined_at", "decline_reason"),
                *("recommendation", "words_to_author", "words_to_editor", "sent_at"),
            ),
            let_go=forget_reviewer,
        )
    )

"""What registrations keep about people."""

from django.utils.translation import gettext_lazy as _

from camtree.members.personal_data import Milestone, PersonalData, milestones, register_personal_data
from webinars.registrations.actions.places import cancel_registrations_of
from webinars.registrations.models import Registration


def declare() -> None:
    """Tell the platform, once, when the section starts. Guests are forgotten by the timer."""
    milestones.at(Milestone.ERASING, lambda member: cancel_registrations_of(member=member))
    register_personal_data(
        PersonalData(
            model=Registration,
            title=_("Webinars you registered for"),
            rows=lambda member: Registration.objects.of(member).select_related("register", "consent"),
            fields=(
                *("register", "state", "name", "email", "language", "time_zone", "asked_at", "joined_at"),
                *("attended_at", "agrees_to_recording", "consent", "answers"),
            ),
        )
    )

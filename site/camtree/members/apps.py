from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class MembersConfig(AppConfig):
    name = "camtree.members"
    label = "members"

    def ready(self) -> None:
        from allauth.usersessions.models import UserSession

        from camtree.background.queue import forget_mails_to

        # Checks, receivers and what is done from time to time register when they are imported.
        from . import checks, signals, timed  # noqa: F401
        from .models import KeptWords, User
        from .personal_data import Milestone, PersonalData, milestones, register_personal_data
        from .queries import addresses_of

        milestones.at(Milestone.ERASING, lambda member: forget_mails_to(addresses=addresses_of(member)))
        # Fields of others that have no name in our catalogue of themselves.
        gettext_noop("ip")
        gettext_noop("user agent")
        gettext_noop("created at")
        # And what Django's own catalogues lack in some of our languages.
        gettext_noop("- Select an option -")
        register_personal_data(
            PersonalData(
                model=UserSession,
                title=_("Devices on which you signed in"),
                rows=lambda member: UserSession.objects.filter(user=member),
                fields=("ip", "user_agent", "created_at", "last_seen_at"),
            )
        )
        register_personal_data(
            PersonalData(
                model=User,
                title=_("Your account"),
                rows=lambda member: User.objects.filter(pk=member.pk),
                fields=(
                    *("email", "display_name", "family_name", "given_name", "preferred_language", "time_zone"),
                    *("date_joined", "last_login"),
                ),
            )
        )
        register_personal_data(
            PersonalData(
                model=KeptWords,
                title=_("Words you have not handed in"),
                rows=lambda member: KeptWords.objects.filter(member=member.pk).exclude(words={}),
                fields=("form", "words", "saved_at"),
            )
        )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "camtree.members"
    label = "members"

    def ready(self) -> None:
        from . import checks, signals  # noqa: F401 - system checks and receivers register when they are imported
        from .models import KeptWords, User
        from .personal_data import PersonalData, register_personal_data

        register_personal_data(
            PersonalData(
                model=User,
                title=_("Your account"),
                rows=lambda member: User.objects.filter(pk=member.pk),
                fields=("email", "display_name", "preferred_language", "time_zone", "date_joined", "last_login"),
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

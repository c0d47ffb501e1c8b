from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "camtree.events"
    label = "events"

    def ready(self) -> None:
        from camtree.events.models import CalendarFeed
        from camtree.members.personal_data import PersonalData, register_personal_data

        register_personal_data(
            PersonalData(
                model=CalendarFeed,
                title=_("The address of your calendar"),
                rows=lambda member: CalendarFeed.objects.filter(member=member),
                # Not the address itself: whoever gets to see this copy could read the calendar from then on.
                fields=("made_at",),
            )
        )

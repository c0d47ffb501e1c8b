"""Places of webinars: who registers has one, or waits and is given the next that becomes free."""

from datetime import datetime
from typing import Final

from camtree.events.places import Places
from webinars.registrations.mails import welcome
from webinars.registrations.models import Register, Registration


class RegistrationClosedError(Exception):
    """Nobody can register: it has not begun, is over, or the webinar does not take place."""


class WebinarPlaces(Places[Register, Registration]):
    """The places of webinars."""

    event = Register
    name = "registrations"

    def moves(self, event: Register, now: datetime) -> bool:
        return event.is_to_come(now)

    def admit(self, event: Register, row: Registration, now: datetime) -> None:
        if not event.takes_people(now):
            raise RegistrationClosedError

    def when_taken(self, row: Registration, now: datetime, *, waited: bool) -> None:
        row.joined_at = now
        if waited:
            welcome(row, now, moved_up=True)


PLACES: Final = WebinarPlaces()

"""What webinars do from time to time."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from camtree.background.timer import timed
from webinars.registrations.actions.letters import send_letters
from webinars.registrations.actions.places import forget_guests, move_waiting_lists, tell_changes


@timed("webinar-changes", _("Mails about webinars that moved or are cancelled"), timedelta(minutes=1))
def changes(now: datetime) -> str:
    return f"{tell_changes(now=now)} mails."


@timed("webinar-letters", _("Reminders of webinars, and what follows them"), timedelta(minutes=1))
def letters(now: datetime) -> str:
    return f"{send_letters(now=now)} mails."


@timed("webinar-places", _("Waiting lists of webinars"), timedelta(minutes=5))
def waiting_lists(now: datetime) -> str:
    return f"{move_waiting_lists(now=now).moved_up} moved up."


@timed("webinar-guests", _("Guests of webinars who are forgotten"), timedelta(hours=1))
def guests(now: datetime) -> str:
    return f"{forget_guests(now=now)} forgotten."

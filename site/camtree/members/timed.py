"""What is done about members from time to time."""

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.utils.translation import gettext_lazy as _

from camtree.background.timer import timed
from camtree.members.actions import forget_words
from camtree.members.personal_data import forget


@timed("forgetting", _("Data whose time is over"), timedelta(days=1))
def forgetting(now: datetime) -> str:
    return f"{sum(forget(now).values())} rows and {forget_words(now=now)} forms that were not handed in deleted."


@timed("sessions", _("Sessions that ended"), timedelta(days=1))
def sessions(now: datetime) -> str:
    SessionStore.clear_expired()
    return "Deleted."

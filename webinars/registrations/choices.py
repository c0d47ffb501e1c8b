"""Closed lists of registrations."""

from django.db import models
from django.utils.translation import pgettext_lazy


class RegistrationState(models.TextChoices):
    """Where somebody stands with a webinar. Only who is registered holds a place."""

    PENDING = "pending", pgettext_lazy("state of a registration", "To be confirmed")
    JOINED = "joined", pgettext_lazy("state of a registration", "Registered")
    WAITING = "waiting", pgettext_lazy("state of a registration", "On the waiting list")
    CANCELLED = "cancelled", pgettext_lazy("state of a registration", "Cancelled")


class LetterKind(models.TextChoices):
    """Mails that go to many by themselves, and what hosts write to them."""

    DAY = "day", pgettext_lazy("kind of a mail", "The day before")
    HOUR = "hour", pgettext_lazy("kind of a mail", "The hour before, with the link")
    ATTENDED = "attended", pgettext_lazy("kind of a mail", "Afterwards, to those who came")
    MISSED = "missed", pgettext_lazy("kind of a mail", "Afterwards, to those who did not come")
    MESSAGE = "message", pgettext_lazy("kind of a mail", "Message of the hosts")


class Audience(models.TextChoices):
    """To whom hosts write."""

    ALL = "all", pgettext_lazy("to whom a mail goes", "Registered, and on the waiting list")
    JOINED = "joined", pgettext_lazy("to whom a mail goes", "Registered")
    WAITING = "waiting", pgettext_lazy("to whom a mail goes", "On the waiting list")

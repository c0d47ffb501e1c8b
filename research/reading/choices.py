"""What readers choose for what they keep, and how much of it there may be."""

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_LISTS: Final = 100
MOST_WORKS: Final = 1000
MOST_SEARCHES: Final = 50


class Frequency(models.TextChoices):
    """How often somebody hears of new works."""

    OFF = "off", _("No mails")
    WEEKLY = "weekly", _("Once a week")
    DAILY = "daily", _("Every day")


BETWEEN: Final = {Frequency.WEEKLY: timedelta(days=7), Frequency.DAILY: timedelta(days=1)}

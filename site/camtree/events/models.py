"""What rows of events have in common, and the address of a member's calendar."""

import secrets
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from camtree.events.moments import Moment


class InCalendars(models.Model):
    """Has a moment, and stands in people's calendars, which take a change where its number is higher than theirs."""

    # What calendars show of it, by name of the field.
    SHOWN_IN_CALENDARS: ClassVar[tuple[str, ...]]

    # SEQUENCE of RFC 5545. Rises by itself when what calendars show changes, and never falls.
    sequence = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    starts_at: Any
    ends_at: Any
    time_zone: Any

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        fields = kwargs.get("update_fields")
        if self.pk is not None and (fields is None or not set(fields).isdisjoint(self.SHOWN_IN_CALENDARS)):
            self._count_change()
            if fields is not None:
                kwargs["update_fields"] = {*fields, "sequence"}
        return super().save(*args, **kwargs)

    @property
    def moment(self) -> Moment:
        """When it takes place."""
        return Moment(self.starts_at, self.ends_at, self.time_zone)

    def _count_change(self) -> None:
        rows = type(self)._base_manager.filter(pk=self.pk)
        kept = rows.values("sequence", *self.SHOWN_IN_CALENDARS).first()
        if kept is not None:
            number = kept.pop("sequence")
            is_changed = any(_shown(getattr(self, name)) != _shown(value) for name, value in kept.items())
            # A translation that follows its original brings the number along.
            self.sequence = max(self.sequence, number + is_changed)


def _shown(value: Any) -> Any:
    """A value as calendars show it: to the second. Revisions of pages keep no microseconds."""
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def new_secret() -> str:
    """What nobody can guess: 256 bits."""
    return secrets.token_urlsafe(32)


class CalendarFeed(models.Model):
    """A member has a secret address at which calendar programs read all that is theirs. Without a row there is none."""

    member = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    secret = models.CharField(max_length=64, unique=True, default=new_secret, editable=False)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self) -> str:
        return str(self.member)

"""Places of an event, and the waiting list that moves by itself. Written once for all kinds of event.

Whoever changes a place holds the row of the event until the transaction ends (`held`), before any other row: so no
place is given twice, and those who wait move up in their order.
"""

import sys
from datetime import datetime, timedelta
from typing import Any, ClassVar, NamedTuple, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from camtree.background.each import each


class HasPlaces(models.Model):
    """Something that has so many places. A kind whose places are not offered but given says `offer_days = 0`."""

    # None, where a kind allows it, is as many as come.
    capacity: Any = models.PositiveSmallIntegerField(
        _("places"), default=30, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )
    offer_days: Any = models.PositiveSmallIntegerField(
        _("days to accept a place"), default=3, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    class Meta:
        abstract = True


class PlaceQuerySet[P: models.Model](models.QuerySet[P]):
    """Places."""

    def taken(self) -> Self:
        """Those who are in."""
        return self.filter(state=self._place.TAKEN)

    def holding(self) -> Self:
        """Those who are in, and those to whom a place is offered: nobody else can have it."""
        return self.filter(state__in=self._place.holding())

    def waiting(self) -> Self:
        """The waiting list, the first first."""
        return self.filter(state=self._place.WAITING).order_by("waiting_since", "pk")

    def late(self, now: datetime) -> Self:
        """Offers whose time is over."""
        return self.filter(state=self._place.OFFERED, offered_until__lt=now)

    @property
    def _place(self) -> Any:
        return self.model


class Place(models.Model):
    """Where somebody stands with an event. A kind has the field `state`, with these four and others of its own."""

    TAKEN: ClassVar[str] = "taken"
    OFFERED: ClassVar[str] = "offered"
    WAITING: ClassVar[str] = "waiting"
    EXPIRED: ClassVar[str] = "expired"

    state: Any
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    offered_until = models.DateTimeField(_("place offered until"), null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def holding(cls) -> tuple[str, str]:
        """The states that hold a place."""
        return cls.TAKEN, cls.OFFERED


class Moved(NamedTuple):
    """How a waiting list moved."""

    expired: int = 0
    moved_up: int = 0


class Places[E: HasPlaces, P: Place]:
    """The places of a kind of event: what is done with them is here, what it means for the kind is said below."""

    # The kind, and the name under which one of them knows its places, whose manager is made of a `PlaceQuerySet`.
    event: type[E]
    name: str

    # ---------------------------------------------------------------- what a kind says

    def moves(self, event: E, now: datetime) -> bool:
        """Whether those who wait move up, still."""
        return True

    def admit(self, event: E, row: P, now: datetime) -> None:
        """Raises the kind's own error for somebody who may neither come in nor wait."""

    def when_taken(self, row: P, now: datetime, *, waited: bool) -> None:
        """Somebody is in, having asked or (`waited`) moved up without being asked. The row is saved afterwards."""

    def when_offered(self, row: P) -> None:
        """A place is kept for somebody until they answer."""

    def when_expired(self, row: P) -> None:
        """Somebody did not answer in time."""

    # ---------------------------------------------------------------- what is done

    def rows(self, event: E) -> Any:
        """All places of an event."""
        return getattr(event, self.name)

    def held(self, event: E) -> E:
        """The row of the event itself, held until the transaction ends."""
        rows: Any = self.event._default_manager.select_for_update(of=("self",))
        row: E = rows.get(pk=event.pk)
        return row

    def held_and_settled(self, event: E) -> tuple[E, datetime]:
        """The event, held and with its list moved, and the moment at which it was: the later ask, the later it is."""
        event, now = self.held(event), timezone.now()
        self.settle(event, now)
        return event, now

    def free(self, event: E) -> int:
        """Places that nobody holds."""
        if event.capacity is None:
            return sys.maxsize
        return max(0, event.capacity - self.rows(event).holding().count())

    def take_or_wait(self, event: E, row: P, now: datetime) -> P:
        """A place, one that is offered or a free one; else the waiting list. Asked twice, nothing changes.

        The event is held and settled. `row` may be new. Raises what `admit` raises.
        """
        if row.state == row.TAKEN or (row.state == row.WAITING and row.pk):
            return row
        self.admit(event, row, now)
        if row.state == row.OFFERED or self.free(event) > 0:
            self._take(row, now, waited=False)
        else:
            row.state, row.waiting_since = row.WAITING, now
        row.save()
        return row

    def give_back(self, place: P, *, event: E, state: str, among: tuple[str, ...]) -> P:
        """Leave a place, an offer or the list, for a state of the kind; the next moves up. Only from states `among`."""
        event = self.held(event)
        row: P = self.rows(event).get(pk=place.pk)
        if row.state in among:
            row.state, row.waiting_since, row.offered_until = state, None, None
            row.save()
        self.settle(event, timezone.now())
        return row

    def settle(self, event: E, now: datetime) -> Moved:
        """Offers whose time is over run out, free places go to those who wait. The event is held."""
        late = list(self.rows(event).late(now))
        for row in late:
            row.state, row.offered_until = row.EXPIRED, None
            row.save()
            self.when_expired(row)
        if not self.moves(event, now):
            return Moved(expired=len(late))
        following = list(self.rows(event).waiting()[: self.free(event)])
        for row in following:
            if event.offer_days:
                row.state, row.offered_until = row.OFFERED, now + timedelta(event.offer_days)
                row.save()
                self.when_offered(row)
            else:
                self._take(row, now, waited=True)
                row.save()
        return Moved(len(late), len(following))

    def settle_all(self, open_events: "models.QuerySet[E]", now: datetime) -> Moved:
        """Let offers run out, and those move up who wait for one of `open_events`. Safe by several machines at once."""
        states: Any = self.event._meta.get_field(self.name).related_model
        late = {f"{self.name}__state": states.OFFERED, f"{self.name}__offered_until__lt": now}
        waiting = {f"{self.name}__state": states.WAITING}
        events = self.event._default_manager.all()
        keys = {*events.filter(**late).values_list("pk", flat=True)}
        keys |= {*open_events.filter(**waiting).values_list("pk", flat=True)}
        moved = each("waiting-lists", events.filter(pk__in=keys).order_by("pk"), lambda event: self._settle(event, now))
        return Moved(sum(one.expired for one in moved), sum(one.moved_up for one in moved))

    def _settle(self, event: E, now: datetime) -> Moved:
        try:
            return self.settle(self.held(event), now)
        except self.event.DoesNotExist:
            return Moved()

    def _take(self, row: P, now: datetime, *, waited: bool) -> None:
        row.state, row.waiting_since, row.offered_until = row.TAKEN, None, None
        self.when_taken(row, now, waited=waited)


def with_free[Events: models.QuerySet[Any]](events: Events, name: str) -> Events:
    """With `free`: places left, never below none; None where there is no limit. `name` is that of their places."""
    place: Any = events.model._meta.get_field(name).related_model
    held = Count(name, filter=Q(**{f"{name}__state__in": place.holding()}))
    left = Case(
        When(capacity=None, then=Value(None)),
        When(capacity__gt=F("held"), then=F("capacity") - F("held")),
        default=0,
        output_field=models.IntegerField(),
    )
    return events.annotate(held=held).annotate(free=left)

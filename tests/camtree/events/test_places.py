"""Places and the waiting list, under many people at once and without mails: with cohorts as the event, whose rows are
plain. What cohorts add is proved in `tests/learning/cohorts/test_cohorts.py`."""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from camtree.events.places import Moved, Places, with_free
from camtree.members.models import User
from learning.models import Cohort, CohortMember
from tests.threads import at_once

pytestmark = pytest.mark.django_db
PEOPLE, CAPACITY, LEAVING = 200, 50, 50
_number = count()


class PlainPlaces(Places[Cohort, CohortMember]):
    """Notes what it is told."""

    event = Cohort
    name = "members"

    def __init__(self) -> None:
        self.told: list[tuple[str, int | None, bool]] = []

    def when_taken(self, row: CohortMember, now: datetime, *, waited: bool) -> None:
        self.told.append(("taken", row.member_id, waited))

    def when_offered(self, row: CohortMember) -> None:
        self.told.append(("offered", row.member_id, True))

    def when_expired(self, row: CohortMember) -> None:
        self.told.append(("expired", row.member_id, True))


def make_event(capacity: int, offer_days: int) -> Cohort:
    return Cohort.objects.create(
        course_key=uuid.uuid4(),
        title="Event",
        starts_on=date(2026, 1, 1),
        ends_on=date(2100, 1, 1),
        capacity=capacity,
        offer_days=offer_days,
    )


def make_people(number: int) -> list[User]:
    return User.objects.bulk_create(User(email=f"person{next(_number)}@places.test") for _person in range(number))


def ask(places: PlainPlaces, event: Cohort, person: User) -> CohortMember:
    with transaction.atomic():
        held, now = places.held_and_settled(event)
        row = held.members.filter(member=person).first() or CohortMember(cohort=held, member=person)
        return places.take_or_wait(held, row, now)


def leave(places: PlainPlaces, event: Cohort, row: CohortMember) -> None:
    with transaction.atomic():
        places.give_back(row, event=event, state="left", among=CohortMember.INSIDE)


def people_in(event: Cohort, *states: str) -> list[Any]:
    """Who stands so, in the order of the list."""
    rows = event.members.filter(state__in=states).order_by("waiting_since", "pk")
    return list(rows.values_list("member", flat=True))


# ---------------------------------------------------------------- one after the other


@pytest.mark.parametrize(("offer_days", "state"), [(0, "joined"), (2, "offered")])
def test_the_next_is_given_the_place_or_is_offered_it(offer_days: int, state: str) -> None:
    places, event, (first, second, third) = PlainPlaces(), make_event(1, offer_days), make_people(3)
    rows = [ask(places, event, person) for person in (first, second, third)]
    leave(places, event, rows[0])
    assert [row.state for row in event.members.order_by("pk")] == ["left", state, "waiting"]
    assert places.told[1:] == [("taken" if state == "joined" else "offered", second.pk, True)]
    # Given back once more, and by somebody who has nothing: nobody moves.
    leave(places, event, rows[0])
    assert [row.state for row in event.members.order_by("pk")] == ["left", state, "waiting"]


def test_asking_again_changes_nothing_and_an_offer_is_accepted() -> None:
    places, event, (first, second) = PlainPlaces(), make_event(1, 2), make_people(2)
    inside, waiting = ask(places, event, first), ask(places, event, second)
    since = waiting.waiting_since
    assert (ask(places, event, first).pk, ask(places, event, second).waiting_since) == (inside.pk, since)
    leave(places, event, inside)
    accepted = ask(places, event, second)
    assert (accepted.state, accepted.offered_until, accepted.waiting_since) == ("joined", None, None)
    assert places.told == [("taken", first.pk, False), ("offered", second.pk, True), ("taken", second.pk, False)]


def test_an_offer_runs_out_by_the_timer_and_the_place_goes_on() -> None:
    places, event, people = PlainPlaces(), make_event(1, 2), make_people(3)
    rows = [ask(places, event, person) for person in people]
    leave(places, event, rows[0])
    late = timezone.now() + timedelta(days=2, minutes=1)
    assert places.settle_all(Cohort.objects.all(), late - timedelta(hours=1)) == Moved(0, 0)
    assert places.settle_all(Cohort.objects.all(), late) == Moved(expired=1, moved_up=1)
    assert [row.state for row in event.members.order_by("pk")] == ["left", "expired", "offered"]
    assert places.told[2:] == [("expired", people[1].pk, True), ("offered", people[2].pk, True)]
    # Of an event that takes nobody any more, offers still run out.
    assert places.settle_all(Cohort.objects.none(), late + timedelta(days=3)) == Moved(1, 0)


def test_free_places_are_counted_with_those_that_are_offered() -> None:
    places, event = PlainPlaces(), make_event(3, 2)
    rows = [ask(places, event, person) for person in make_people(4)]
    leave(places, event, rows[0])
    leave(places, event, rows[1])
    assert (places.free(event), with_free(Cohort.objects.all(), "members").get().free) == (1, 1)  # type: ignore[attr-defined]
    event.capacity = 1
    event.save()
    assert (places.free(event), with_free(Cohort.objects.all(), "members").get().free) == (0, 0)  # type: ignore[attr-defined]


def test_without_a_limit_everybody_has_a_place() -> None:
    places, event = PlainPlaces(), make_event(1, 2)
    waiting = [ask(places, event, person) for person in make_people(3)][1:]
    event.capacity = None
    with transaction.atomic():
        assert places.settle(event, timezone.now()) == Moved(0, len(waiting))


# ---------------------------------------------------------------- many at once


def lanes() -> int:
    """Connections that a test may have at once: PostgreSQL counts them, and another worker may run the other half of
    this test just now; SQLite writes one at a time."""
    if connection.vendor == "sqlite":
        return 10
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return min(PEOPLE, (int(cursor.fetchone()[0]) - 60) // 2)


def all_at_once(deeds: Sequence[Callable[[], Any]]) -> None:
    """All of them at the same moment, as far as there are connections."""
    number = lanes()
    results = at_once(*(partial(_one_by_one, deeds[lane::number]) for lane in range(number)))
    assert [result for result in results if isinstance(result, Exception)] == []


def _one_by_one(deeds: Sequence[Callable[[], Any]]) -> None:
    for deed in deeds:
        deed()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("offer_days", "state"), [(0, "joined"), (3, "offered")])
def test_nobody_is_lost_and_no_place_given_twice_among_two_hundred(
    site_after_flush: None, offer_days: int, state: str
) -> None:
    places, event, people = PlainPlaces(), make_event(CAPACITY, offer_days), make_people(PEOPLE)
    all_at_once([partial(ask, places, event, person) for person in people])
    inside, waiting = people_in(event, "joined"), people_in(event, "waiting")
    assert (len(inside), len(waiting)) == (CAPACITY, PEOPLE - CAPACITY)
    assert {*inside, *waiting} == {person.pk for person in people}
    # Fifty give back while twenty come: these wait behind the others, of whom the first fifty move up.
    leaving = list(event.members.filter(state="joined"))[:LEAVING]
    newcomers = make_people(20)
    all_at_once(
        [
            *(partial(leave, places, event, row) for row in leaving),
            *(partial(ask, places, event, person) for person in newcomers),
        ]
    )
    assert sorted(people_in(event, "joined", "offered")) == sorted(waiting[:LEAVING])
    assert people_in(event, state) != []
    behind = people_in(event, "waiting")
    assert behind[: len(waiting) - LEAVING] == waiting[LEAVING:]
    assert {*behind[len(waiting) - LEAVING :]} == {person.pk for person in newcomers}
    assert event.members.filter(state="left").count() == LEAVING

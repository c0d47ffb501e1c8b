"""Learners and timers that do something with the same works at the same moment."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from learning.assignments.actions.peer_marking import appeal, mark_as_peer, take_work
from learning.assignments.actions.peer_rounds import settle_peer_marking
from learning.assignments.choices import MarkingState, WorkState
from learning.models import AssignmentWork, PeerMarking
from tests.factories.peers import FAIR, SEEN, WORDS, make_peer, make_peer_course, work_of
from tests.threads import at_once


@pytest.mark.django_db(transaction=True)
def test_markers_at_once_get_works_of_their_own_and_one_who_presses_twice_gets_one(site_after_flush: None) -> None:
    course, step = make_peer_course(reviews=1)
    one, two = make_peer(course, step, "One"), make_peer(course, step, "Two")
    late = [make_peer(course, step, "Late 1"), make_peer(course, step, "Late 2")]
    results = at_once(*[lambda person=person: take_work(enrolment=person, step=step) for person in [*late, *late]])
    works = [result.work_id for result in results]
    assert works[:2] == works[2:]
    assert set(works) == {work_of(one).pk, work_of(two).pk}
    assert PeerMarking.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_learners_who_mark_each_other_at_once_both_get_their_result(site_after_flush: None) -> None:
    course, step = make_peer_course(reviews=1)
    one, two = make_peer(course, step, "One"), make_peer(course, step, "Two")
    markings = [take_work(enrolment=person, step=step) for person in (one, two)]
    facts: dict[str, Any] = {"points": {SEEN: 3, FAIR: 2}, "words": WORDS, "number": 1}
    actions = [lambda row=row: mark_as_peer(marking=row, **facts) for row in [*markings, *markings]]
    assert [result.state for result in at_once(*actions)] == [MarkingState.DONE] * 4
    assert set(AssignmentWork.objects.values_list("state", flat=True)) == {WorkState.PASSED}
    found = at_once(*[lambda: appeal(work=work_of(one), words="Please look.")] * 2)
    assert found[0].pk == found[1].pk


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_move_each_thing_once(site_after_flush: None) -> None:
    course, step = make_peer_course()
    make_peer(course, step, "Author")
    marker, now = make_peer(course, step, "Marker"), timezone.now()
    take_work(enrolment=marker, step=step)
    for days, expected in ((8, (1, 0, 0, 0)), (11, (0, 1, 0, 0)), (30, (0, 0, 2, 1))):
        runs = at_once(*[lambda days=days: settle_peer_marking(now=now + timedelta(days=days))] * 2)
        assert tuple(sum(column) for column in zip(*runs, strict=True)) == expected

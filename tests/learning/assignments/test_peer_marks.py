"""What several markings come to, how far apart they are, and that works are given out evenly."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.assignments.actions.peer_marking import mark_as_peer, take_work
from learning.assignments.peer_marks import are_far_apart, distance, median_points, score_of, weight
from learning.courses.blocks import AssignmentBlock
from learning.models import PeerMarking
from tests.factories.courses import make_enrolment
from tests.factories.members import make_member
from tests.factories.peers import CRITERIA, EXAMPLE, FAIR, SEEN, WORDS, for_peers, hand_in, make_peer_course

MOST = {"a": 4, "b": 2}
markings = st.lists(st.fixed_dictionaries({"a": st.integers(0, 4), "b": st.integers(0, 2)}), min_size=1, max_size=6)


@given(markings)
def test_the_median_lies_among_what_was_given_and_does_not_ask_who_came_first(rows: list[dict[str, int]]) -> None:
    found = median_points(rows, MOST)
    assert found == median_points(list(reversed(rows)), MOST)
    for key, most in MOST.items():
        assert min(row[key] for row in rows) <= found[key] <= max(row[key] for row in rows)
        assert sum(row[key] <= found[key] for row in rows) * 2 >= len(rows)
        assert sum(row[key] >= found[key] for row in rows) * 2 >= len(rows)
        assert 0 <= found[key] * 2 == int(found[key] * 2) <= 2 * most
    score = score_of(found, MOST)
    assert score is not None
    assert 0 <= score <= 1


@given(markings, markings)
def test_distance_is_one_both_ways(first: list[dict[str, int]], second: list[dict[str, int]]) -> None:
    one, other = first[0], second[0]
    assert distance(one, other, MOST) == distance(other, one, MOST)
    assert (distance(one, other, MOST) == 0) == (one == other)
    assert 0 <= distance(one, other, MOST) <= 1


def test_above_a_third_is_far() -> None:
    assert distance({"a": 4, "b": 2}, {"a": 2, "b": 2}, MOST) == Fraction(1, 3)
    assert not are_far_apart([{"a": 4, "b": 2}, {"a": 2, "b": 2}], MOST)
    assert are_far_apart([{"a": 4, "b": 2}, {"a": 3, "b": 2}, {"a": 2, "b": 1}], MOST)


def test_a_criterion_that_came_or_went_counts_for_nobody() -> None:
    assert median_points([{"a": 4, "gone": 9}, {"a": 3}], MOST) == {"a": 3.5}
    assert score_of({"a": 3.5}, MOST) == Decimal("0.87500")
    assert score_of({}, MOST) is None
    assert distance({"a": 1}, {"b": 1}, MOST) == 0


def test_chinese_says_more_with_fewer_signs() -> None:
    assert weight("  Good \n  work ") == len("Good work")
    assert weight("你记下了时间和动作") == 27


# ---------------------------------------------------------------- what an editor may ask for


def cleaned(**facts: Any) -> Any:
    block = AssignmentBlock()
    return block.clean(block.to_python(for_peers(**facts)["value"]))


def test_an_assignment_for_peers_tells_its_facts_and_nothing_long() -> None:
    value = cleaned(calibration=EXAMPLE)
    facts = AssignmentBlock().facts_of(value)
    peers: dict[str, Any] = {"marked_by": "peers", "reviews": 2, "has_example": True}
    peers["criteria"] = [[SEEN, 4], [FAIR, 2]]
    assert facts == {"kind": "text", "template": "", "percent": 50, **peers}


def test_what_was_written_before_peers_marked_stays_as_it_was() -> None:
    value = for_peers()["value"]
    for name in ("marked_by", "reviews", "calibration"):
        del value[name]
    block = AssignmentBlock()
    old = block.clean(block.to_python(value))
    assert block.facts_of(old) == {"kind": "text", "template": "", "percent": 50}


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "report", "template": "short-report"}, "marked_by"),
        ({"criteria": []}, "criteria"),
        ({"criteria": [{**CRITERIA[0], "id": str(n)} for n in range(13)]}, "criteria"),
        ({"calibration": {**EXAMPLE, "example": ""}}, "calibration"),
        ({"calibration": {**EXAMPLE, "marks": EXAMPLE["marks"][:1]}}, "calibration"),
        (
            {"calibration": {**EXAMPLE, "marks": [EXAMPLE["marks"][0], {**EXAMPLE["marks"][0], "id": "x"}]}},
            "calibration",
        ),
    ],
)
def test_what_peers_cannot_mark_is_refused_with_a_sentence(facts: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        cleaned(**facts)
    assert list(error.value.block_errors) == [field]  # type: ignore[attr-defined]


# ---------------------------------------------------------------- works are given out evenly


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_works_are_given_out_evenly_whatever_the_order(data: st.DataObject) -> None:
    reviews = data.draw(st.integers(1, 3), "reviews")
    number = data.draw(st.integers(2, 6), "learners")
    with transaction.atomic():
        course, step = make_peer_course(reviews=reviews)
        people = [make_enrolment(course, make_member(f"Learner {n}")) for n in range(number)]
        arrived: list[int] = []
        for _turn in range(data.draw(st.integers(0, 24), "turns")):
            who = data.draw(st.integers(0, number - 1), "who")
            if who not in arrived:
                hand_in(people[who], step)
                arrived.append(who)
                continue
            before = _loads(arrived, people)
            had = set(PeerMarking.objects.filter(marker=people[who]).values_list("work__enrolment", flat=True))
            might = {pk: load for pk, load in before.items() if pk not in had | {people[who].pk} and load < reviews}
            marking = take_work(enrolment=people[who], step=step)
            if marking is None:
                assert might == {}
                continue
            assert marking.work is not None
            # The fewest of all that this learner might be given: the promise of decision 10.
            assert before[marking.work.enrolment_id] == min(might.values())
            mark_as_peer(marking=marking, points={SEEN: 2, FAIR: 1}, words=WORDS, number=marking.work.number)
        loads = _loads(arrived, people)
        assert all(load <= reviews for load in loads.values())
        pairs = list(PeerMarking.objects.values_list("work__enrolment", "marker"))
        assert len(pairs) == len(set(pairs))
        assert all(author != marker for author, marker in pairs)
        transaction.set_rollback(True)


def _loads(arrived: list[int], people: list[Any]) -> dict[int, int]:
    """Markings by the key of the enrolment whose work it is."""
    return {people[n].pk: PeerMarking.objects.filter(work__enrolment=people[n]).count() for n in arrived}

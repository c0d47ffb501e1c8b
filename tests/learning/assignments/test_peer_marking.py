"""Works that learners mark for each other: who gets which, what comes of it, and that nobody is left waiting."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from camtree.members.personal_data import erase, held_about
from learning.assignments.actions.peer_marking import (
    MarkingClosedError,
    NotYetError,
    calibrate,
    hand_back_unmarked,
    mark_as_peer,
    take_work,
)
from learning.assignments.actions.peer_rounds import settle_peer_marking
from learning.assignments.actions.works import StaleWorkError, mark_work
from learning.assignments.choices import HandBackReason, MarkingState, PersonNeeded, WorkState
from learning.assignments.peer_marks import peer_rules
from learning.assignments.peer_works import works_to_take
from learning.models import AssignmentWork, Enrolment, PeerMarking, Step
from learning.studying.actions import leave_course
from learning.studying.progress import progress_of
from tests.factories.cohorts import make_cohort, make_joined, run_by
from tests.factories.courses import make_enrolment
from tests.factories.members import browser_of, make_member
from tests.factories.peers import (
    EXAMPLE,
    FAIR,
    SEEN,
    WORDS,
    hand_in,
    make_peer,
    make_peer_course,
    mark_next,
    mark_work_of,
    work_of,
)
from tests.learning.assignments.test_assignments import make_marker
from tests.queries import budget

pytestmark = pytest.mark.django_db


def is_done(enrolment: Enrolment, step: Step) -> bool:
    return progress_of(enrolment).by_key[str(step.key)].is_done


def taken(enrolment: Enrolment, step: Step) -> AssignmentWork | None:
    marking = take_work(enrolment=enrolment, step=step)
    return marking.work if marking else None


def waited(days: int) -> Any:
    return timezone.now() + timedelta(days=days)


def test_three_give_two_and_get_two(django_capture_on_commit_callbacks: Any) -> None:
    course, step = make_peer_course(must_pass=True)
    people = [make_peer(course, step, f"Learner {n}") for n in range(3)]
    with django_capture_on_commit_callbacks(execute=True):
        for person in people:
            for _work in range(2):
                mark_next(person, step, seen=3)
    for person in people:
        work = work_of(person)
        assert (work.state, work.points, work.score) == (WorkState.PASSED, {SEEN: 3, FAIR: 2}, Decimal("0.83333"))
        assert is_done(person, step)
        assert progress_of(person).by_key[str(step.key)].score == Decimal("0.83333")
    assert [message.to for message in mail.outbox].count([people[0].member.email]) == 1
    assert len(mail.outbox) == 3


def test_handed_in_is_done_only_when_the_works_of_others_are_marked() -> None:
    course, step = make_peer_course()
    first, *_others = [make_peer(course, step, f"Learner {n}") for n in range(3)]
    assert not is_done(first, step)
    mark_next(first, step)
    assert not is_done(first, step)
    mark_next(first, step)
    assert is_done(first, step)
    assert work_of(first).state == WorkState.SUBMITTED


def test_the_median_of_two_may_be_half_a_point_and_below_the_line_it_is_given_back() -> None:
    course, step = make_peer_course(must_pass=True, pass_percent=60)
    author, one, two = [make_peer(course, step, f"Learner {n}") for n in range(3)]
    mark_work_of(author, one, seen=2, fair=1)
    mark_work_of(author, two, seen=1, fair=1)
    work = work_of(author)
    assert (work.points, work.score, work.state) == ({SEEN: 1.5, FAIR: 1}, Decimal("0.41667"), WorkState.RETURNED)
    assert not is_done(author, step)
    again = hand_in(author, step, "Written anew")
    assert (again.state, again.points, again.score, again.marked_at) == (WorkState.SUBMITTED, {}, None, None)
    # Who marked it before marks it no more.
    third = make_peer(course, step, "Learner 4")
    rules = peer_rules(step)
    assert rules is not None
    assert again in works_to_take(third, step, rules)
    assert again not in works_to_take(one, step, rules)


def test_nothing_is_taken_before_one_handed_in_and_marked_the_example() -> None:
    course, step = make_peer_course(calibration=EXAMPLE)
    make_peer(course, step, "Author")
    late = make_enrolment(course, make_member("Late"))
    with pytest.raises(NotYetError):
        take_work(enrolment=late, step=step)
    hand_in(late, step)
    with pytest.raises(NotYetError):
        take_work(enrolment=late, step=step)
    first = calibrate(enrolment=late, step=step, points={SEEN: 0, FAIR: 0}, given={SEEN: 3, FAIR: 1})
    again = calibrate(enrolment=late, step=step, points={SEEN: 3, FAIR: 1}, given={SEEN: 3, FAIR: 1})
    assert (first.pk, again.distance) == (again.pk, Decimal("0.66667"))
    assert take_work(enrolment=late, step=step) is not None


def test_pressing_twice_gives_the_same_work_and_the_oldest_with_fewest_comes_first() -> None:
    course, step = make_peer_course()
    one, two, three = [make_peer(course, step, f"Learner {n}") for n in range(3)]
    assert taken(three, step) == taken(three, step) == work_of(one)
    assert taken(one, step) == work_of(two)  # that of the third is as bare, but younger
    assert taken(two, step) == work_of(three)


def test_members_of_a_group_come_before_others_and_languages_are_kept_outside_it() -> None:
    course, step = make_peer_course()
    stranger = make_peer(course, step, "Stranger")
    spanish = make_peer(course, step, "Ana")
    AssignmentWork.objects.filter(enrolment=spanish).update(language="es")
    cohort = make_cohort(course=course)
    mate, marker = (make_joined(cohort, name).enrolment for name in ("Mate", "Marker"))
    assert mate is not None
    assert marker is not None
    for enrolment in (mate, marker):
        hand_in(enrolment, step)
    AssignmentWork.objects.filter(enrolment=mate).update(language="ar")
    assert mark_next(marker, step).work == work_of(mate)
    assert mark_next(marker, step).work == work_of(stranger)
    assert taken(marker, step) is None  # Spanish is none of theirs
    marker.member.preferred_language = "es"
    marker.member.save()
    assert taken(marker, step) == work_of(spanish)


def test_who_leads_a_group_and_who_is_led_do_not_mark_each_other() -> None:
    course, step = make_peer_course()
    cohort = make_cohort(course=course)
    learner = make_joined(cohort).enrolment
    assert learner is not None
    facilitator = make_enrolment(course, run_by(cohort))
    for enrolment in (learner, facilitator):
        hand_in(enrolment, step)
    assert taken(facilitator, step) is None
    assert taken(learner, step) is None
    assert taken(make_peer(course, step, "Somebody else"), step) in {work_of(learner), work_of(facilitator)}


def test_marks_far_apart_go_to_a_person_and_are_no_result() -> None:
    course, step = make_peer_course(must_pass=True)
    author, one, two = [make_peer(course, step, name) for name in ("Amal", "Beatrice", "Chidi")]
    mark_work_of(author, one, seen=4)
    mark_work_of(author, two, seen=1)
    work = work_of(author)
    assert (work.state, work.person_needed, work.points) == (WorkState.SUBMITTED, PersonNeeded.APART, {})
    marker = make_marker()
    page = browser_of(marker).get(reverse("marking")).content.decode()
    assert reverse("mark_work", args=[work.pk]) in page
    assert "The marks of others lie far apart" in page
    page = browser_of(marker).get(reverse("mark_work", args=[work.pk])).content.decode()
    assert WORDS[SEEN] in page
    assert one.member.display_name not in page
    verdict: dict[str, Any] = {"points": {SEEN: 3, FAIR: 2}, "most": 6, "words": "Fine.", "number": work.number}
    mark_work(work=work, by=marker, passes=True, **verdict)
    work.refresh_from_db()
    assert (work.state, work.person_needed) == (WorkState.PASSED, "")
    assert not is_done(author, step)  # the works of others are still owed
    mark_next(author, step)
    mark_next(author, step)
    assert is_done(author, step)


def test_works_with_peers_are_not_on_the_list_of_persons() -> None:
    course, step = make_peer_course()
    work = work_of(make_peer(course, step))
    page = browser_of(make_marker()).get(reverse("marking")).content.decode()
    assert reverse("mark_work", args=[work.pk]) not in page
    AssignmentWork.objects.filter(pk=work.pk).update(person_needed=PersonNeeded.TOO_FEW)
    page = browser_of(make_marker()).get(reverse("marking")).content.decode()
    assert reverse("mark_work", args=[work.pk]) in page


@pytest.mark.parametrize(
    ("reason", "needed"), [("conflict", ""), ("worrying", "handed-back"), ("unreadable", "handed-back")]
)
def test_handed_back_it_goes_to_another_peer_or_to_a_person(reason: str, needed: str) -> None:
    course, step = make_peer_course()
    author, one, two = [make_peer(course, step, f"Learner {n}") for n in range(3)]
    marking = take_work(enrolment=one, step=step)
    assert marking is not None
    for _click in range(2):
        hand_back_unmarked(marking=marking, reason=reason)
    assert work_of(author).person_needed == needed
    assert taken(one, step) == work_of(two)
    assert (taken(two, step) == work_of(author)) == (needed == "")
    with pytest.raises(MarkingClosedError):
        mark_as_peer(marking=marking, points={SEEN: 1, FAIR: 1}, words=WORDS, number=1)


def test_sent_twice_it_counts_once_and_is_not_changed_later() -> None:
    course, step = make_peer_course()
    make_peer(course, step, "Author")
    marking = mark_next(make_peer(course, step, "Marker"), step, seen=3)
    again = mark_as_peer(marking=marking, points={SEEN: 3, FAIR: 2}, words=WORDS, number=1)
    assert again.done_at == marking.done_at
    with pytest.raises(MarkingClosedError):
        mark_as_peer(marking=marking, points={SEEN: 4, FAIR: 2}, words=WORDS, number=1)
    with pytest.raises(MarkingClosedError):
        hand_back_unmarked(marking=marking, reason=HandBackReason.CONFLICT)


def test_a_work_that_is_written_anew_is_taken_from_its_markers_and_never_marked_unread() -> None:
    course, step = make_peer_course(must_pass=True)
    author, one = make_peer(course, step, "Author"), make_peer(course, step, "Marker")
    marking = take_work(enrolment=one, step=step)
    assert marking is not None
    verdict: dict[str, Any] = {"points": {SEEN: 0, FAIR: 0}, "most": 6, "words": "Look again.", "number": 1}
    mark_work(work=work_of(author), by=make_marker(), passes=False, **verdict)
    marking.refresh_from_db()
    assert marking.state == MarkingState.EXPIRED
    address = reverse("peer_marking", args=[step.course_key, step.key, marking.pk])
    page = browser_of(one.member).get(address).content.decode()
    assert "The author is writing this work anew" in page
    assert work_of(author).text not in page
    hand_in(author, step, "Quite another text")
    with pytest.raises(StaleWorkError):
        mark_as_peer(marking=marking, points={SEEN: 1, FAIR: 1}, words=WORDS, number=1)
    done = mark_as_peer(marking=marking, points={SEEN: 1, FAIR: 1}, words=WORDS, number=2)
    assert list(work_of(author).markings.current().done()) == [done]


# ---------------------------------------------------------------- nobody is left waiting


def test_who_does_not_come_is_reminded_once_and_then_the_work_goes_to_another(
    django_capture_on_commit_callbacks: Any,
) -> None:
    course, step = make_peer_course(reviews=1)
    author, slow, quick = [make_peer(course, step, f"Learner {n}") for n in range(3)]
    marking = take_work(enrolment=slow, step=step)
    assert marking is not None
    with django_capture_on_commit_callbacks(execute=True):
        assert settle_peer_marking(now=waited(6)).reminded == 0
        assert settle_peer_marking(now=waited(8)).reminded == 1
        assert settle_peer_marking(now=waited(9)) == (0, 0, 0, 0)
    assert [message.to for message in mail.outbox] == [[slow.member.email]]
    assert taken(quick, step) == work_of(slow)  # the other is held
    assert settle_peer_marking(now=waited(11)).ran_out == 2  # also that of the quick one, by now
    third = make_peer(course, step, "Third")
    assert taken(third, step) == work_of(author)
    # What the slow one wrote is not lost.
    mark_as_peer(marking=marking, points={SEEN: 4, FAIR: 2}, words=WORDS, number=1)
    assert work_of(author).state == WorkState.PASSED
    assert is_done(slow, step)


def test_alone_in_a_course_one_is_let_off_and_a_person_marks(capsys: Any) -> None:
    course, step = make_peer_course()
    alone = make_peer(course, step)
    assert taken(alone, step) is None
    assert settle_peer_marking(now=waited(6)) == (0, 0, 0, 0)
    assert settle_peer_marking(now=waited(8)) == (0, 0, 0, 1)
    assert is_done(alone, step)
    assert settle_peer_marking(now=waited(15)) == (0, 0, 1, 0)
    assert settle_peer_marking(now=waited(16)) == (0, 0, 0, 0)
    assert work_of(alone).person_needed == PersonNeeded.TOO_FEW
    call_command("settle_peer_marking")
    assert "0 reminded, 0 works taken back, 0 works handed to persons, 0 learners let off." in capsys.readouterr().out


def test_who_finds_works_but_does_not_mark_them_is_not_let_off() -> None:
    course, step = make_peer_course()
    one, two = make_peer(course, step, "One"), make_peer(course, step, "Two")
    assert settle_peer_marking(now=waited(8)).let_off == 0
    mark_next(one, step)
    assert settle_peer_marking(now=waited(8)).let_off == 1  # one of two was to be had
    assert work_of(one).let_off_at is not None
    assert work_of(two).let_off_at is None


def test_works_of_those_who_left_are_given_to_nobody() -> None:
    course, step = make_peer_course()
    gone, marker = make_peer(course, step, "Gone"), make_peer(course, step, "Marker")
    leave_course(enrolment=gone)
    assert taken(marker, step) is None
    late = make_peer(course, step, "Late")
    assert taken(marker, step) == work_of(late)


def test_fewer_marks_asked_for_by_an_editor_are_enough() -> None:
    course, step = make_peer_course(reviews=3)
    author, one, two = [make_peer(course, step, f"Learner {n}") for n in range(3)]
    mark_work_of(author, one)
    mark_work_of(author, two)
    Step.objects.filter(pk=step.pk).update(facts={**step.facts, "reviews": 2})
    AssignmentWork.objects.exclude(enrolment=author).delete()
    assert settle_peer_marking(now=waited(15)).to_persons == 0
    assert work_of(author).state == WorkState.PASSED


# ---------------------------------------------------------------- accounts that go


def test_marks_stay_with_those_who_got_them_when_their_marker_goes() -> None:
    course, step = make_peer_course(reviews=1)
    author, marker = make_peer(course, step, "Author"), make_peer(course, step, "Marker")
    mark_next(marker, step)
    kinds = {held.kind.model: held.rows for held in held_about(marker.member)}
    assert len(kinds[PeerMarking]) == 1
    erase(marker.member)
    work = work_of(author)
    assert (work.state, work.points) == (WorkState.PASSED, {SEEN: 3, FAIR: 2})
    [marking] = work.markings.all()
    assert (marking.marker, marking.words) == (None, WORDS)


def test_a_marked_work_counts_for_its_marker_when_the_author_goes() -> None:
    course, step = make_peer_course(reviews=1)
    author, marker = make_peer(course, step, "Author"), make_peer(course, step, "Marker")
    mark_next(marker, step)
    open_one = make_peer(course, step, "Third")
    take_work(enrolment=open_one, step=step)
    mark_next(author, step)
    erase(author.member)
    assert AssignmentWork.objects.filter(enrolment__member__display_name="Author").count() == 0
    given = PeerMarking.objects.get(marker=marker)
    assert (given.work, given.points, given.words, given.state) == (None, {}, {}, MarkingState.DONE)
    assert is_done(marker, step)
    erase(marker.member)
    assert not PeerMarking.objects.filter(work=None, marker=None).exists()


# ---------------------------------------------------------------- budgets


def test_taking_and_the_page_ask_the_same_of_three_and_of_thirty() -> None:
    course, step = make_peer_course()
    people = [make_peer(course, step, f"Learner {n}") for n in range(3)]
    address = reverse("assignment", args=[step.course_key, step.key])
    browser_of(people[0].member).get(address)
    asked = []
    for number in range(2):
        browser = browser_of(people[number].member)
        with budget(13, 2) as page:
            assert browser.get(address).status_code == 200
        with budget(7, 1) as take:
            assert take_work(enrolment=people[number], step=step) is not None
        asked.append((len(page), len(take)))
        if number == 0:
            people[1:1] = [make_peer(course, step, f"Late {n}") for n in range(27)]
    assert asked[0] == asked[1]

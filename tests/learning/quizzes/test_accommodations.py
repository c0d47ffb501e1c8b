"""More time in quizzes for one learner: given by those who run their group, kept private, and never taken away."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from camtree.members.personal_data import held_about
from learning.models import Accommodation, LookAtLearner, QuizAttempt
from learning.quizzes.actions.accommodations import give_more_time
from learning.quizzes.actions.attempts import start_attempt
from learning.quizzes.queries import quiz_of
from tests.factories.cohorts import make_cohort, make_joined, run_by
from tests.factories.courses import make_course_with_quiz, make_question, make_quiz
from tests.factories.members import browser_of, make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def make_world(**fields: Any) -> Any:
    """A learner of a cohort whose course has a quiz of 40 minutes."""
    course, step = make_course_with_quiz(make_quiz(make_question(), minutes=40, **fields))
    place = make_joined(make_cohort(course=course), "Nila Perera")
    return place, step


def begin(place: Any, step: Any) -> QuizAttempt:
    found = quiz_of(step)
    assert found is not None
    return start_attempt(enrolment=place.enrolment, step=step, quiz=found.source)


def minutes(attempt: QuizAttempt) -> float:
    attempt.refresh_from_db()
    assert attempt.due_at is not None
    return (attempt.due_at - attempt.started_at).total_seconds() / 60


def test_a_facilitator_gives_more_time_and_takes_it_back() -> None:
    place, step = make_world()
    address = reverse("teach_more_time", args=[place.cohort_id, place.pk])
    browser = browser_of(run_by(place.cohort))
    assert address in browser.get(reverse("teach_learner", args=[place.cohort_id, place.pk])).content.decode()
    for _time in range(2):
        answer = browser.post(address, {"extra_percent": "25", "note": "Reads with a magnifier."})
        assert answer["Location"] == reverse("teach_learner", args=[place.cohort_id, place.pk])
    row = Accommodation.objects.get()
    assert (row.extra_percent, row.note, row.history.count()) == (25, "Reads with a magnifier.", 1)
    assert row.history.get().history_user == run_by(place.cohort)
    assert "Reads with a magnifier." in browser.get(address).content.decode()
    attempt = begin(place, step)
    assert minutes(attempt) == 50
    browser.post(address, {"extra_percent": "0", "note": ""})
    assert not Accommodation.objects.exists()
    assert [entry.history_type for entry in Accommodation.history.order_by("history_id")] == ["+", "-"]
    # The attempt keeps what it was given.
    assert minutes(attempt) == 50


def test_an_attempt_that_is_going_on_gets_the_time_as_well() -> None:
    place, step = make_world(closes_at=timezone.now() + timedelta(minutes=70))
    attempt = begin(place, step)
    assert minutes(attempt) == 40
    give_more_time(enrolment=place.enrolment, extra_percent=50, by=run_by(place.cohort))
    assert minutes(attempt) == 60
    give_more_time(enrolment=place.enrolment, extra_percent=25, by=run_by(place.cohort))
    assert minutes(attempt) == 60
    # The quiz closes for everybody.
    give_more_time(enrolment=place.enrolment, extra_percent=100, by=run_by(place.cohort))
    assert 69 < minutes(attempt) <= 70


def test_only_those_who_run_the_group_and_administrators_see_it() -> None:
    place, _step = make_world()
    address = reverse("teach_more_time", args=[place.cohort_id, place.pk])
    administrator = make_member(roles=("Administrators",))
    for user in (run_by(place.cohort), administrator):
        assert browser_of(user).get(address).status_code == 200
    other = run_by(make_cohort("Another group"))
    for user in (other, place.member, make_member(roles=("Editors",)), make_member()):
        assert browser_of(user).get(address).status_code == 404
        assert browser_of(user).post(address, {"extra_percent": "50"}).status_code == 404
    assert browser_of(None).get(address).status_code == 302
    assert not Accommodation.objects.exists()
    looks = LookAtLearner.objects.filter(what="learner").order_by("pk")
    assert [(look.user, look.enrolment) for look in looks] == [
        (run_by(place.cohort), place.enrolment),
        (administrator, place.enrolment),
    ]


def test_nobody_gives_time_to_themselves() -> None:
    place, _step = make_world()
    place.cohort.facilitator_rows.create(user=place.member)
    address = reverse("teach_more_time", args=[place.cohort_id, place.pk])
    assert browser_of(place.member).post(address, {"extra_percent": "50"}).status_code == 404
    assert not Accommodation.objects.exists()


@pytest.mark.parametrize("sent", ["", "-1", "901", "many", "9" * 60, "1.5"])
def test_what_is_no_time_is_answered_in_words(sent: str) -> None:
    place, _step = make_world()
    address = reverse("teach_more_time", args=[place.cohort_id, place.pk])
    answer = browser_of(run_by(place.cohort)).post(address, {"extra_percent": sent, "note": ""})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["extra_percent"]


def test_the_learner_reads_it_in_their_data() -> None:
    place, _step = make_world()
    give_more_time(enrolment=place.enrolment, extra_percent=25, note="Magnifier", by=run_by(place.cohort))
    assert place.member is not None
    held = {found.kind.model: found.rows for found in held_about(place.member)}
    assert "Magnifier" in str(held[Accommodation])


@pytest.mark.django_db(transaction=True)
def test_two_who_give_time_at_once_leave_one_row(site_after_flush: None) -> None:
    place, _step = make_world()
    by = run_by(place.cohort)
    found = at_once(
        *(lambda percent=percent: give_more_time(enrolment=place.enrolment, extra_percent=percent, by=by)
          for percent in (25, 50, 25))
    )  # fmt: skip
    assert not [row for row in found if isinstance(row, Exception)]
    assert Accommodation.objects.get().extra_percent in {25, 50}

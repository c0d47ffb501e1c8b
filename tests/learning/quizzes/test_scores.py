"""Results of quizzes at the desk of a cohort: who sees them, what they say, and what they ask of the database."""

import csv
import io
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from camtree.members.models import User
from learning.models import Cohort, LookAtLearner, QuizAttempt, Step
from learning.quizzes.actions.attempts import start_attempt
from tests.factories.cohorts import make_cohort, make_joined, make_many_joined, run_by
from tests.factories.courses import make_course_with_quiz, make_question, make_quiz
from tests.factories.members import browser_of, make_member
from tests.queries import budget

pytestmark = pytest.mark.django_db


def make_cohort_with_quiz() -> tuple[Cohort, Step, Any]:
    quiz = make_quiz(make_question("open"), title="Who spoke last?")
    course, step = make_course_with_quiz(quiz)
    return make_cohort(course=course), step, quiz


def tried(enrolment: Any, step: Step, quiz: Any, *scores: str | None, passed: bool | None = None) -> None:
    """Attempts with these results, one after the other; None for one that waits to be marked."""
    for score in scores:
        attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz)
        if score == "under way":
            continue
        when = timezone.now() - timedelta(hours=1)
        known = Decimal(score) if score else None
        QuizAttempt.objects.filter(pk=attempt.pk).update(submitted_at=when, score=known, passed=passed)


def words(page: Any) -> str:
    return " ".join(page.text_content().split())


def cells(answer: Any) -> list[list[str]]:
    rows = html.fromstring(answer.content).findall(".//table//tbody/tr")
    return [[words(cell).removeprefix("Who spoke last?: ") for cell in row] for row in rows]


def test_the_desk_tells_the_best_result_and_the_attempts_of_each() -> None:
    cohort, step, quiz = make_cohort_with_quiz()
    ada, ben, cleo, dan = (make_joined(cohort, name) for name in ("Ada", "Ben", "Cleo", "Dan"))
    tried(ada.enrolment, step, quiz, "0.5", "0.999", passed=True)
    tried(ben.enrolment, step, quiz, None)
    tried(cleo.enrolment, step, quiz, "under way")
    browser = browser_of(run_by(cohort))
    answer = browser.get(reverse("teach_scores", args=[cohort.pk]))
    assert cells(answer) == [
        ["Ada", "99% passed 2 attempts"],
        ["Ben", "waits to be marked 1 attempt"],
        ["Cleo", "under way 1 attempt"],
        ["Dan", "–"],
    ]
    assert "Who spoke last?" in answer.content.decode()
    one = browser.get(reverse("teach_attempts", args=[cohort.pk, ada.pk]))
    items = [words(item) for item in html.fromstring(one.content).findall(".//section//ol/li")]
    assert [item[: item.index("%") + 1] for item in items] == ["Attempt 1: 50%", "Attempt 2: 99%"]
    nothing = browser.get(reverse("teach_attempts", args=[cohort.pk, dan.pk])).content.decode()
    assert "Not tried yet." in nothing


def test_the_file_has_each_attempt_and_no_two_columns_of_one_name() -> None:
    cohort, step, quiz = make_cohort_with_quiz()
    tried(make_joined(cohort, "Ada").enrolment, step, quiz, "0.5", None, passed=None)
    answer: Any = browser_of(run_by(cohort)).get(reverse("teach_scores_export", args=[cohort.pk]))
    head, *rows = csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert head == ["name", "quiz", "attempt", "begun at", "submitted at", "result, in per cent", "passed"]
    assert [(row[0], row[1], row[2], row[5]) for row in rows] == [
        ("Ada", "Who spoke last?", "1", "50"),
        ("Ada", "Who spoke last?", "2", ""),
    ]


def test_only_who_runs_the_cohort_sees_it_and_each_look_is_kept() -> None:
    cohort, _step, _quiz = make_cohort_with_quiz()
    place = make_joined(cohort, "Ada")
    other = run_by(make_cohort())
    addresses = [
        reverse("teach_scores", args=[cohort.pk]),
        reverse("teach_scores_export", args=[cohort.pk]),
        reverse("teach_attempts", args=[cohort.pk, place.pk]),
    ]
    assert place.member is not None
    strangers: list[User] = [place.member, other, make_member()]
    for address in addresses:
        assert [browser_of(person).get(address).status_code for person in strangers] == [404, 404, 404], address
    assert not LookAtLearner.objects.exists()
    assert [browser_of(run_by(cohort)).get(address).status_code for address in addresses] == [200, 200, 200]
    assert sorted(LookAtLearner.objects.values_list("what", "enrolment")) == [
        ("file", None),
        ("grid", None),
        ("learner", place.enrolment_id),
    ]


def test_a_learner_of_another_cohort_is_not_there() -> None:
    cohort, _step, _quiz = make_cohort_with_quiz()
    elsewhere = make_joined(make_cohort(), "Zoe")
    address = reverse("teach_attempts", args=[cohort.pk, elsewhere.pk])
    assert browser_of(run_by(cohort)).get(address).status_code == 404


def test_it_asks_the_same_for_one_and_for_fifty() -> None:
    cohort, step, quiz = make_cohort_with_quiz()
    tried(make_joined(cohort, "Ada").enrolment, step, quiz, "0.5")
    browser = browser_of(run_by(cohort))
    address = reverse("teach_scores", args=[cohort.pk])
    browser.get(address)
    with budget(10, same_shape=1):
        assert len(cells(browser.get(address))) == 1
    for place in make_many_joined(cohort, 60)[:3]:
        tried(place.enrolment, step, quiz, "0.7", "0.8")
    with budget(10, same_shape=1):
        assert len(cells(browser.get(address))) == 50
    assert len(cells(browser.get(address, {"page": 2}))) == 11


def test_a_course_without_a_quiz_says_so() -> None:
    cohort = make_cohort()
    answer = browser_of(run_by(cohort)).get(reverse("teach_scores", args=[cohort.pk])).content.decode()
    assert "The course has no quiz." in answer

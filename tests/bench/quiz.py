"""The quiz that a hundred learners answer at once: who they are, what submitting asks, and what the database holds."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from camtree.members.models import User
from learning.models import CoursePage, QuizAttempt, Step, StepRecord
from learning.studying.actions import enrol_member
from tests.factories.courses import make_course_with_quiz, make_question, make_quiz
from tests.factories.members import browser_of, make_member
from tests.queries import shapes

# As long as a long one, half of it to be clicked and half to be typed.
CLICKED, TYPED = 15, 15


def learners(number: int) -> dict[str, Any]:
    """So many people who take a course whose quiz has thirty questions."""
    questions = [make_question("true_false", f"Clicked {place}") for place in range(CLICKED)]
    questions += [make_question("short", f"Typed {place}") for place in range(TYPED)]
    course, step = make_course_with_quiz(make_quiz(*questions, pass_percent=1))
    submitting = queries_of_submitting(course, step)
    users = [User(email=f"learner{place}@bench.example", display_name=f"Learner {place}") for place in range(number)]
    for user in users:
        user.set_unusable_password()
    User.objects.bulk_create(users)
    for user in users:
        enrol_member(course=course, member=user)
    return {
        "quiz": reverse("quiz", args=[course.translation_key, step.key]),
        "step": str(step.key),
        "sessions": [str(browser_of(user).cookies["sessionid"].value) for user in users],
        "submitting": submitting,
    }


def queries_of_submitting(course: CoursePage, step: Step) -> int:
    """What it asks of the database to submit the quiz with every question answered, by somebody who then leaves."""
    user = make_member("First Learner")
    enrolment, browser = enrol_member(course=course, member=user), browser_of(user)
    quiz = reverse("quiz", args=[course.translation_key, step.key])
    attempt = browser.post(quiz, headers={"host": "127.0.0.1"}).headers["Location"]
    answers = {f"q{place}": "true" if place <= CLICKED else "words" for place in range(1, CLICKED + TYPED + 1)}
    form = {**answers, **{f"{name}-seen": "" for name in answers}, "deed": "submit", "key": "page.1"}
    with CaptureQueriesContext(connection) as log:
        answer = browser.post(attempt, form, headers={"host": "127.0.0.1"})
    assert answer.status_code == 302
    enrolment.delete()
    return sum(shapes(log).values())


def count(step: str, expected: dict[str, dict[str, str]]) -> dict[str, int]:
    """What the database holds of it: attempts and answers, those lost and those that stand there twice.

    `expected` is by the number of the learner, then by the name of the question, what was sent last.
    """
    attempts = QuizAttempt.objects.filter(step_key=step).select_related("enrolment__member").prefetch_related("items")
    found: dict[str, list[QuizAttempt]] = {}
    for attempt in attempts:
        found.setdefault(attempt.enrolment.member.display_name.removeprefix("Learner "), []).append(attempt)
    lost = 0
    for learner, answers in expected.items():
        kept = {f"q{item.position}": item.answer for row in found.get(learner, []) for item in row.items.all()}
        words = {"true": True, "false": False}
        lost += sum(kept.get(name) != words.get(value, value) for name, value in answers.items())
    return {
        "attempts": sum(len(rows) for rows in found.values()),
        "submitted": sum(row.submitted_at is not None for rows in found.values() for row in rows),
        "records": StepRecord.objects.filter(step_key=step).count(),
        "answers": sum(len(answers) for answers in expected.values()),
        "lost": lost,
        "double": sum(len(rows) - 1 for rows in found.values()),
    }

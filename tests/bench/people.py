"""People for the benchmark, made in a process of its own: learners with a quiz before them, and a full cohort.

Prints JSON: a session for each person, and the addresses they look at.
"""

import json
import sys
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - wants the settings
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone, translation  # noqa: E402

from camtree.members.models import User  # noqa: E402
from demo.accounts import ACCOUNTS  # noqa: E402
from learning.cohorts.grids import grid_of  # noqa: E402
from learning.models import CoursePage, LessonPage, Step, StepRecord  # noqa: E402
from learning.studying.actions import enrol_member, open_lesson  # noqa: E402
from tests.factories.cohorts import make_blended_course, make_cohort, make_many_joined, make_steps, run_by  # noqa: E402
from tests.factories.courses import make_course_with_quiz, make_question, make_quiz  # noqa: E402
from tests.factories.members import browser_of, make_member  # noqa: E402
from tests.queries import shapes  # noqa: E402

# The quiz of the load run: as long as a long one, half of it to be clicked and half to be typed.
CLICKED, TYPED = 15, 15


def session_of(user: User) -> str:
    """The value of the cookie with which `user` is signed in."""
    return str(browser_of(user).cookies["sessionid"].value)


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
        "sessions": [session_of(user) for user in users],
        "submitting": submitting,
    }


def queries_of_submitting(course: CoursePage, step: Step) -> int:
    """What it asks of the database to submit the quiz with every question answered, by somebody who then leaves."""
    user = make_member("First Learner")
    enrolment, browser = enrol_member(course=course, member=user), browser_of(user)
    quiz = reverse("quiz", args=[course.translation_key, step.key])
    attempt = browser.post(quiz, headers={"host": "127.0.0.1"}).headers["Location"]
    answers = {f"q{place}": "true" if place <= CLICKED else "words" for place in range(1, CLICKED + TYPED + 1)}
    form = {**answers, **{f"{name}-seen": "" for name in answers}, "do": "submit", "key": "page.1"}
    with CaptureQueriesContext(connection) as log:
        answer = browser.post(attempt, form, headers={"host": "127.0.0.1"})
    assert answer.status_code == 302
    enrolment.delete()
    return sum(shapes(log).values())


def readers() -> dict[str, Any]:
    """Somebody in the middle of a demo course, and where they look."""
    member = User.objects.get(email=next(one.email for one in ACCOUNTS if one.name == "member"))
    lesson = LessonPage.objects.live().filter(locale__language_code="en").order_by("path").first()
    assert lesson is not None
    enrolment = enrol_member(course=lesson.get_parent().get_parent().specific, member=member)
    open_lesson(enrolment=enrolment, lesson_key=lesson.translation_key)
    return {
        "session": session_of(member),
        "lesson": lesson.url,
        "dashboard": reverse("my_dashboard"),
    }


def cohort() -> dict[str, Any]:
    """A cohort of two hundred in a course of sixty steps, half of them done."""
    course = make_blended_course()
    make_steps(course, 56)
    found = make_cohort(course=course, capacity=200)
    places, steps, now = make_many_joined(found, 200), grid_of(found).steps, timezone.now()
    StepRecord.objects.bulk_create(
        StepRecord(enrolment=place.enrolment, step_key=step.key, kind=step.kind, done_at=now)
        for place in places
        for step in steps[:30]
    )
    return {"session": session_of(run_by(found)), "grid": reverse("teach_cohort", args=[found.pk])}


if __name__ == "__main__":
    with translation.override("en"):
        print(json.dumps({"learners": learners(int(sys.argv[1])), "reader": readers(), "cohort": cohort()}))

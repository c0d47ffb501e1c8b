"""Who takes part in the drill, and what the database holds of what they were told."""

from typing import Any

from django.db import connection
from django.urls import reverse

from camtree.members.models import User
from learning.models import CohortMember
from learning.quizzes.actions.attempts import start_attempt
from learning.quizzes.models import AttemptItem
from learning.studying.actions import enrol_member
from research.models import Inquiry, InquiryPart
from tests.drill.people import PLACES
from tests.factories.cohorts import make_blended_course, make_cohort
from tests.factories.courses import make_course_with_quiz, make_question, make_quiz
from tests.factories.inquiries import make_inquiry
from tests.factories.members import browser_of


def drill_places(registering: int, answering: int, saving: int, rounds: list[str]) -> dict[str, Any]:
    """A group of twenty places for each round, an open attempt for each learner, a draft for each author."""
    people = [User(email=f"drill{place}@bench.example", display_name=f"Drill {place}")
              for place in range(registering + answering + saving)]  # fmt: skip
    for person in people:
        person.set_unusable_password()
    User.objects.bulk_create(people)
    sessions = [str(browser_of(person).cookies["sessionid"].value) for person in people]
    course = make_blended_course()
    groups = {name: make_cohort(name, course=course, capacity=PLACES).pk for name in rounds}
    quiz = make_quiz(*(make_question("short", f"Typed {place}") for place in range(3)))
    quiz_course, step = make_course_with_quiz(quiz)
    learners, authors = [], []
    for number in range(registering, registering + answering):
        enrolment = enrol_member(course=quiz_course, member=people[number])
        attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz)
        address = reverse("save_quiz_attempt", args=[quiz_course.translation_key, step.key, attempt.number])
        learners.append({"session": sessions[number], "address": address, "key": attempt.pk})
    for number in range(registering + answering, len(people)):
        inquiry = make_inquiry(people[number])
        place = {"address": reverse("save_inquiry", args=[inquiry.pk]), "part": part_of(inquiry), "key": inquiry.pk}
        authors.append(place | {"session": sessions[number]})
    return {
        "joiners": [{"session": sessions[number], "key": people[number].pk} for number in range(registering)],
        "groups": {name: {"pk": pk, "address": reverse("join_open_cohort", args=[pk])} for name, pk in groups.items()},
        "learners": learners,
        "authors": authors,
    }


def part_of(inquiry: Inquiry) -> str:
    """The name of the part that is written."""
    part = inquiry.parts.order_by("pk").first()
    assert part is not None
    return part.name


def drill_held(group: int) -> dict[str, Any]:
    """Places of a group by member, answers by attempt, texts by draft."""
    connection.close()  # the server at its other end may have been stopped
    places: dict[int, list[str]] = {}
    for member, state in CohortMember.objects.filter(cohort=group).values_list("member", "state"):
        places.setdefault(member, []).append(state)
    answers = AttemptItem.objects.filter(attempt__enrolment__member__email__startswith="drill", position=1)
    texts = InquiryPart.objects.filter(
        inquiry__people__user__email__startswith="drill", saved_by__email__startswith="drill"
    )
    return {
        "places": places,
        "answers": dict(answers.values_list("attempt", "answer")),
        "texts": dict(texts.values_list("inquiry", "text")),
    }

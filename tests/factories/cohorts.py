"""Cohorts, the courses they take, and the people in them."""

import uuid
from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from camtree.members.models import User
from learning.cohorts.actions.cohorts import create_cohort, take_place
from learning.cohorts.actions.sessions import keep_session
from learning.cohorts.choices import Joining, MemberState
from learning.courses.actions import list_steps
from learning.courses.choices import StepKind, StepRule
from learning.models import Cohort, CohortMember, CohortSession, CoursePage, Enrolment, Step
from tests.factories.members import make_member
from tests.factories.pages import make_course, make_lesson, make_module

_number = count(1)


def make_blended_course(title: str = "Talk in pairs") -> CoursePage:
    """A course whose one lesson has a discussion, a live session and a session in a room; its steps are listed."""
    course = make_course(title)
    values: dict[str, dict[str, Any]] = {
        "discussion": {"prompt": "What did you hear?"},
        "live": {"title": "First call", "minutes": 60},
        "hall": {"title": "In the hall", "minutes": 90},
    }
    body = [
        {"type": kind, "value": {"is_required": True, **value}, "id": str(uuid.uuid4())}
        for kind, value in values.items()
    ]
    make_lesson(make_module(course), "Listening", body=body)
    list_steps(course_key=course.translation_key)
    return course


def make_steps(course: CoursePage, number: int) -> None:
    """So many steps more, written down as rows: grids read nothing else."""
    Step.objects.bulk_create(
        Step(
            course_key=course.translation_key,
            lesson_key=uuid.uuid4(),
            key=uuid.uuid4(),
            kind=StepKind.LESSON,
            rule=StepRule.READ,
            title=f"Step {place}",
            position=1000 + place,
        )
        for place in range(number)
    )


def step_of_kind(course: CoursePage | Cohort, kind: str) -> Step:
    """The first step of a kind."""
    key = course.course_key if isinstance(course, Cohort) else course.translation_key
    step = Step.objects.current().filter(course_key=key, kind=kind).first()
    assert step is not None
    return step


def make_cohort(
    title: str = "Spring group", *, course: CoursePage | None = None, run_by: User | None = None, **facts: Any
) -> Cohort:
    """A cohort of thirty, open to everybody, that began a week ago and lasts for a month."""
    today = timezone.localdate()
    said = {
        "starts_on": today - timedelta(7),
        "ends_on": today + timedelta(30),
        "capacity": 30,
        "joining": Joining.OPEN,
        **facts,
    }
    run_by = run_by or make_member("Frances Facilitator")
    return create_cohort(course=course or make_blended_course(), title=title, facilitators=[run_by], by=run_by, **said)


def run_by(cohort: Cohort) -> User:
    """Who runs a cohort."""
    user: User = cohort.facilitators.get()
    return user


def make_joined(cohort: Cohort, name: str = "", **facts: Any) -> CohortMember:
    """Somebody new in a cohort, or on its waiting list where it is full."""
    place = take_place(cohort=cohort, member=make_member(name or f"Learner {next(_number)}"))
    CohortMember.objects.filter(pk=place.pk).update(**facts)
    place.refresh_from_db()
    return place


def make_session(cohort: Cohort, kind: str = "hall", *, in_hours: int = 1, **facts: Any) -> CohortSession:
    """A session of an hour that counts for the step of a kind."""
    starts = timezone.now() + timedelta(hours=in_hours)
    said = {"title": "In the hall", "step_key": step_of_kind(cohort, kind).key, "time_zone": "Asia/Almaty", **facts}
    return keep_session(cohort=cohort, starts_at=starts, ends_at=starts + timedelta(hours=1), **said)


def make_many_joined(cohort: Cohort, number: int) -> list[CohortMember]:
    """So many learners in a cohort, as rows: quicker than joining one by one."""
    numbers = [next(_number) for _place in range(number)]
    people = User.objects.bulk_create(
        User(email=f"many{place}@school.test", display_name=f"Learner {place:04d}") for place in numbers
    )
    enrolments = Enrolment.objects.bulk_create(
        Enrolment(member=person, course_key=cohort.course_key, course_title="", seen_at=timezone.now())
        for person in people
    )
    return CohortMember.objects.bulk_create(
        CohortMember(
            cohort=cohort, member=row.member, enrolment=row, state=MemberState.JOINED, joined_at=timezone.now()
        )
        for row in enrolments
    )

"""Who looks at the pages that are not for everybody, and where these are: a learner, the runner of a full cohort, an
editor and an administrator."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from camtree.members.models import User
from demo.accounts import ACCOUNTS
from learning.cohorts.grids import grid_of
from learning.models import LessonPage, StepRecord
from learning.studying.actions import enrol_member, open_lesson
from research.models import ReportPage
from tests.factories.cohorts import make_blended_course, make_cohort, make_many_joined, make_steps, run_by
from tests.factories.members import browser_of


def people() -> dict[str, dict[str, str]]:
    """The cookie of each person's session by their name, and each address by the name it has in `pages.py`."""
    runner, grid = cohort()
    editor, member, admin = account("editor"), account("member"), account("admin")
    sessions = {"member": member, "runner": runner, "editor": editor, "admin": admin}
    return {
        "sessions": {name: str(browser_of(user).cookies["sessionid"].value) for name, user in sessions.items()},
        "addresses": {**learning_of(member), "grid": grid, **admin_pages()},
    }


def account(name: str) -> User:
    """The demo's account of that name."""
    return User.objects.get(email=next(one.email for one in ACCOUNTS if one.name == name))


def learning_of(member: User) -> dict[str, Any]:
    """A lesson of a demo course that they are in the middle of, and their own page."""
    lesson = LessonPage.objects.live().filter(locale__language_code="en").order_by("path").first()
    assert lesson is not None
    enrolment = enrol_member(course=lesson.get_parent().get_parent().specific, member=member)
    open_lesson(enrolment=enrolment, lesson_key=lesson.translation_key)
    return {"lesson": lesson.url, "dashboard": reverse("my_dashboard")}


def cohort() -> tuple[User, str]:
    """Who runs a cohort of two hundred in a course of sixty steps, half of them done, and where the grid of it is."""
    course = make_blended_course()
    make_steps(course, 56)
    found = make_cohort(course=course, capacity=200)
    places, steps, now = make_many_joined(found, 200), grid_of(found).steps, timezone.now()
    StepRecord.objects.bulk_create(
        StepRecord(enrolment=place.enrolment, step_key=step.key, kind=step.kind, done_at=now)
        for place in places
        for step in steps[:30]
    )
    return run_by(found), reverse("teach_cohort", args=[found.pk])


def admin_pages() -> dict[str, str]:
    """Where editors work on reports: the list of them, the form of one, and the choosing of one."""
    report = ReportPage.objects.get(locale__language_code="en", slug="who-answers-when-nobody-raises-a-hand")
    reports = report.get_parent().pk
    return {
        "explorer": reverse("wagtailadmin_explore", args=[reports]),
        "edit_form": reverse("wagtailadmin_pages:edit", args=[report.pk]),
        "chooser": reverse("wagtailadmin_choose_page_child", args=[reports]),
    }

"""A course, or a lesson of it, behind a password, a sign-in or a group: for those who have it, and nobody else."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from learning.models import CoursePage, Enrolment, LessonPage
from tests.factories.cohorts import make_cohort, make_joined
from tests.factories.courses import (
    lessons_of,
    make_course_with_quiz,
    make_question,
    make_quiz,
    make_study,
    reflection,
    step_of,
)
from tests.factories.members import browser_of, make_member
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

SESAME = "sésame ouvre-toi"
KINDS = ["password", "login", "groups"]


def restrict(page: Any, kind: str) -> PageViewRestriction:
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password=SESAME)
    restriction.groups.set([Group.objects.get_or_create(name="Pilot schools")[0]])
    return restriction


def give(browser: Client, address: str, password: str = SESAME) -> Any:
    """Fill in the form that a page behind a password shows."""
    action, sent = fields_of(browser.get(address).content.decode(), "password")
    return browser.post(action, sent | {"password": password})


def let_in(kind: str, page: Any) -> tuple[Any, Client]:
    """Somebody who has what this kind of privacy asks for."""
    member = make_member()
    if kind == "groups":
        member.groups.add(Group.objects.get(name="Pilot schools"))
    browser = browser_of(member)
    if kind == "password":
        assert give(browser, page.url).status_code == 302
    return member, browser


def enrol(browser: Client, course: CoursePage) -> Any:
    return browser.post(reverse("enrol", args=[course.pk]))


@pytest.fixture
def course() -> CoursePage:
    return make_study([reflection()], [], title="A course for some")


def addresses_of(course: CoursePage) -> list[str]:
    """The pages of a course to which a learner comes, whatever it was that they do there."""
    step = step_of(course, kind="reflection")
    first = lessons_of(course)[0]
    module = first.get_parent()
    key = course.translation_key
    return [
        course.url,
        module.url,
        first.url,
        reverse("enrol", args=[course.pk]),
        reverse("my_course", args=[key]),
        reverse("my_journal", args=[key]),
        reverse("offline", args=[key]),
        reverse("pack_module", args=[key, module.translation_key]),
        reverse("print_module", args=[key, module.translation_key]),
        f"{first.url}#step-{step.key}",
    ]


def posts_of(course: CoursePage) -> list[tuple[str, dict[str, str]]]:
    key, step, lesson = course.translation_key, step_of(course, kind="reflection"), lessons_of(course)[0]
    return [
        (reverse("go_on", args=[key, lesson.translation_key]), {}),
        (reverse("write_note", args=[key, step.key]), {"text": "I spoke last.", "number": "0"}),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_is_let_in_takes_the_whole_course(course: CoursePage, kind: str) -> None:
    restrict(course, kind)
    member, browser = let_in(kind, course)
    taken = enrol(browser, course)
    assert (taken.status_code, taken["Location"]) == (302, lessons_of(course)[0].url)
    for address in addresses_of(course):
        shown = browser.get(address)
        assert shown.status_code == 200, address
    for address, sent in posts_of(course):
        assert browser.post(address, sent).status_code == 302, address
    assert Enrolment.objects.get(member=member).journal.get().text == "I spoke last."
    assert "A course for some" in browser.get(reverse("my_courses")).content.decode()


@pytest.mark.parametrize("kind", ["password", "groups"])
def test_nobody_else_takes_it(course: CoursePage, kind: str) -> None:
    restrict(course, kind)
    browser = browser_of(make_member())
    for answer in (enrol(browser, course), browser.get(reverse("enrol", args=[course.pk]))):
        assert "A course for some" not in answer.content.decode()
        assert answer.status_code == {"password": 200, "groups": 403}[kind]
    assert not Enrolment.objects.exists()


def test_a_password_that_is_given_at_enrolling_leads_back_there(course: CoursePage) -> None:
    restrict(course, "password")
    browser, address = browser_of(make_member()), reverse("enrol", args=[course.pk])
    assert give(browser, address)["Location"] == address
    assert enrol(browser, course).status_code == 302


@pytest.mark.parametrize("kind", ["password", "groups"])
def test_a_learner_who_is_not_let_in_any_more_does_nothing_there(course: CoursePage, kind: str) -> None:
    restriction = restrict(course, kind)
    member, browser = let_in(kind, course)
    enrol(browser, course)
    member.groups.clear()
    restriction.password = "another one"
    restriction.save()
    later = browser_of(member)
    for address, sent in posts_of(course):
        assert later.post(address, sent).status_code == 404, address
    lesson, key = lessons_of(course)[0], course.translation_key
    assert lesson.title not in later.get(lesson.url).content.decode()
    own = later.get(reverse("my_course", args=[key])).content.decode()
    assert lesson.title not in own
    assert ("This lesson asks for its password" in own) is (kind == "password")
    assert ("This lesson is closed to you" in own) is (kind == "groups")
    assert lesson.title not in later.get(reverse("offline", args=[key])).content.decode()
    module = lesson.get_parent().translation_key
    assert later.get(reverse("pack_module", args=[key, module])).status_code == 404
    # What they did there stays theirs.
    assert later.get(reverse("my_journal", args=[key])).status_code == 200


def test_the_password_is_asked_once_of_a_learner(course: CoursePage) -> None:
    restriction = restrict(course, "password")
    member, browser = let_in("password", course)
    enrol(browser, course)
    elsewhere = browser_of(member)
    address, sent = posts_of(course)[1]
    assert elsewhere.post(address, sent).status_code == 302
    assert "Lesson 1" in browser_of(member).get(lessons_of(course)[0].url).content.decode()
    # Of others it is asked; and of everybody once it is another.
    stranger = browser_of(make_member())
    assert "This is for those who were given its password" in stranger.get(course.url).content.decode()
    restriction.password = "another one"
    restriction.save()
    assert "Lesson 1" not in browser_of(member).get(lessons_of(course)[0].url).content.decode()


def test_whoever_leaves_a_course_is_asked_again(course: CoursePage) -> None:
    restrict(course, "password")
    member, browser = let_in("password", course)
    enrol(browser, course)
    browser.post(reverse("leave_course", args=[course.translation_key]))
    assert "A course for some" not in browser_of(member).get(course.url).content.decode()


def test_an_attempt_at_a_quiz_is_behind_the_same_door() -> None:
    course, step = make_course_with_quiz(make_quiz(make_question("true_false")))
    restriction = restrict(course, "groups")
    member, browser = let_in("groups", course)
    enrol(browser, course)
    start = reverse("quiz", args=[course.translation_key, step.key])
    begun = browser.post(start)["Location"]
    assert [browser.get(start).status_code, browser.get(begun).status_code] == [200, 200]
    member.groups.clear()
    later = browser_of(member)
    assert [later.get(start).status_code, later.get(begun).status_code, later.post(begun).status_code] == [404] * 3
    restriction.delete()
    assert later.get(begun).status_code == 200


# ---------------------------------------------------------------- a private lesson in a public course


def lesson_behind(course: CoursePage, kind: str) -> LessonPage:
    lesson = lessons_of(course)[1]
    lesson.title = "What the pilot schools did"
    lesson.save_revision().publish()
    restrict(lesson, kind)
    return lesson


@pytest.mark.parametrize("kind", KINDS)
def test_a_lesson_that_is_closed_is_not_named(course: CoursePage, kind: str) -> None:
    lesson = lesson_behind(course, kind)
    first = lessons_of(course)[0]
    for address in (course.url, first.get_parent().url, first.url):
        for browser in (Client(), browser_of(None if kind == "login" else make_member())):
            html = browser.get(address).content.decode()
            assert "What the pilot schools did" not in html, address
            assert lesson.url not in html, address
            assert "Lesson 1" in html, address
    html = Client().get(first.url).content.decode()
    assert "Lesson 1 of 1" in " ".join(html.split())


@pytest.mark.parametrize("kind", KINDS)
def test_a_lesson_is_named_to_those_whom_it_lets_in(course: CoursePage, kind: str) -> None:
    lesson = lesson_behind(course, kind)
    Client().get(course.url)  # what is kept for others is not theirs
    _member, browser = let_in(kind, lesson)
    first = lessons_of(course)[0]
    for address in (course.url, first.get_parent().url, first.url):
        assert "What the pilot schools did" in browser.get(address).content.decode(), address
    assert "What the pilot schools did" not in Client().get(course.url).content.decode()


@pytest.mark.parametrize("what", ["lesson", "module"])
def test_the_outline_shows_a_door_that_tells_no_names(course: CoursePage, what: str) -> None:
    lesson = lesson_behind(course, "password") if what == "lesson" else lessons_of(course)[1]
    if what == "module":
        restrict(lesson.get_parent(), "password")
    browser = Client()
    html = browser.get(course.url).content.decode()
    assert "More for those who have the password" in html
    restriction = PageViewRestriction.objects.get()
    page = lesson if what == "lesson" else lesson.get_parent()
    door = reverse("wagtailcore_authenticate_with_password", args=[restriction.pk, page.pk])
    assert f'href="{door}"' in html
    asked = browser.get(door).content.decode()
    assert page.slug not in asked
    assert give(browser, door)["Location"] == page.url
    assert lesson.title in browser.get(course.url).content.decode()


def test_the_door_for_members_leads_back_to_the_course(course: CoursePage) -> None:
    lesson_behind(course, "login")
    html = Client().get(course.url).content.decode()
    assert f'href="{reverse("account_login")}?next={course.url.replace("/", "%2F")}"' in html
    assert "More for members: sign in" in html
    assert "More for" not in browser_of(make_member()).get(course.url).content.decode()


def test_a_group_has_no_door_for_others(course: CoursePage) -> None:
    lesson_behind(course, "groups")
    assert "More for" not in Client().get(course.url).content.decode()


@pytest.mark.parametrize("kind", ["password", "groups"])
def test_a_closed_lesson_is_told_nowhere(course: CoursePage, kind: str) -> None:
    lesson = lesson_behind(course, kind)
    browser = browser_of(make_member())
    enrol(browser, course)
    key, first = course.translation_key, lessons_of(course)[0]
    module = first.get_parent().translation_key
    addresses = [
        "/en/search/?q=pilot+schools",
        "/sitemap.xml",
        "/api/v2/pages/?type=learning.LessonPage",
        f"/api/v2/pages/?child_of={first.get_parent().pk}",
        reverse("my_course", args=[key]),
        reverse("my_record"),
        reverse("pack_module", args=[key, module]),
        reverse("print_module", args=[key, module]),
    ]
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200, address
        assert "What the pilot schools did" not in answer.content.decode(), address
        assert lesson.slug not in answer.content.decode(), address
    # The next lesson is the one after it, or none.
    done = browser.post(reverse("go_on", args=[key, first.translation_key]))
    assert done["Location"] == reverse("my_course", args=[key])


@pytest.mark.parametrize("kind", ["password", "groups"])
def test_a_group_of_a_private_course_is_joined_by_those_alone_whom_it_lets_in(course: CoursePage, kind: str) -> None:
    cohort = make_cohort(course=course)
    restrict(course, kind)
    address = reverse("join_open_cohort", args=[cohort.pk])
    stranger = browser_of(make_member())
    for answer in (stranger.get(address), stranger.post(address)):
        assert "A course for some" not in answer.content.decode()
    assert not cohort.members.exists()
    member, browser = let_in(kind, course)
    assert browser.post(address).status_code == 302
    assert cohort.members.get().member == member


def test_whoever_was_invited_into_a_group_gives_the_password_where_the_course_begins(course: CoursePage) -> None:
    restrict(course, "password")
    row = make_joined(make_cohort(course=course))
    browser = browser_of(row.member)
    own = browser.get(reverse("my_course", args=[course.translation_key])).content.decode()
    assert "Lesson 1" not in own
    assert "This lesson asks for its password" in own
    door = reverse(
        "wagtailcore_authenticate_with_password",
        args=[PageViewRestriction.objects.get().pk, lessons_of(course)[0].pk],
    )
    assert f'href="{door}"' in own
    assert give(browser, door)["Location"] == lessons_of(course)[0].url
    browser.get(lessons_of(course)[0].url)
    assert browser_of(row.member).get(lessons_of(course)[0].url).status_code == 200
    assert (
        "Lesson 1" in browser_of(row.member).get(reverse("my_course", args=[course.translation_key])).content.decode()
    )

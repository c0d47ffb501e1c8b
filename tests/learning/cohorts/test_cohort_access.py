"""Who may see what of whom in a cohort."""

import uuid

import pytest
from django.urls import URLPattern, reverse

from camtree.members.personal_data import erase, held_about
from learning.cohorts.access import may_facilitate
from learning.cohorts.actions.cohorts import leave_cohort
from learning.cohorts.urls import my, urlpatterns
from learning.models import Cohort, CohortMember
from learning.quizzes.urls import my as of_quizzes
from tests.factories.cohorts import make_cohort, make_joined, make_session, run_by
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db


def states(cohort: Cohort) -> list[str]:
    return list(cohort.members.order_by("pk").values_list("state", flat=True))


def test_members_see_nothing_of_each_other_but_names_they_show() -> None:
    cohort = make_cohort()
    make_joined(cohort, "Hidden Hanna")
    make_joined(cohort, "Open Omar", shows_name=True)
    place = make_joined(cohort, "Curious Cleo")
    address = reverse("my_cohort", args=[cohort.pk])
    html = browser_of(place.member).get(address).content.decode()
    assert "Open Omar" in html
    assert "Hidden Hanna" not in html
    assert "@school.test" not in html
    assert "3 members." in html
    browser_of(place.member).post(reverse("show_name_in_cohort", args=[cohort.pk]), {"shows_name": "on"})
    place.refresh_from_db()
    assert place.shows_name is True
    browser_of(place.member).post(reverse("show_name_in_cohort", args=[cohort.pk]))
    place.refresh_from_db()
    assert place.shows_name is False


def test_who_waits_sees_their_number_and_nothing_of_the_inside() -> None:
    cohort = make_cohort(capacity=1)
    make_joined(cohort, "Open Omar", shows_name=True)
    make_joined(cohort)
    second = make_joined(cohort)
    make_session(cohort, address_online="https://meet.test/secret")
    browser = browser_of(second.member)
    html = browser.get(reverse("my_cohort", args=[cohort.pk])).content.decode()
    assert "You are number 2." in html
    assert "Open Omar" not in html
    assert "meet.test" not in html
    for name in ("cohort_discussion", "cohort_calendar"):
        assert browser.get(reverse(name, args=[cohort.pk])).status_code == 404


DESK = ("cohort", "export", "people", "facts", "deadlines", "announcements", "sessions")


def desk_addresses(cohort: Cohort) -> list[str]:
    place, session = make_joined(cohort), make_session(cohort)
    return [
        *(reverse(f"teach_{name}", args=[cohort.pk]) for name in DESK),
        reverse("message_stuck", args=[cohort.pk]),
        reverse("teach_learner", args=[cohort.pk, place.pk]),
        *(reverse(name, args=[cohort.pk, session.pk]) for name in ("teach_session", "change_session", "teach_wall")),
    ]


def test_the_desk_is_there_for_who_runs_the_cohort_and_for_nobody_else() -> None:
    cohort, other = make_cohort(), make_cohort("Another group")
    addresses = desk_addresses(cohort)
    insider = make_joined(cohort).member
    administrator = make_member("Ada", roles=("Administrators",))
    for address in addresses:
        assert browser_of(run_by(cohort)).get(address).status_code == 200, address
        assert browser_of(administrator).get(address).status_code == 200, address
        for stranger in (run_by(other), insider, make_member(roles=("Editors",)), make_member()):
            assert browser_of(stranger).get(address).status_code == 404, address
        assert browser_of(None).get(address).status_code == 302


def test_deeds_of_another_cohort_are_not_there() -> None:
    """Somebody who runs a cohort sends the keys of another one's rows along with their own."""
    cohort, other = make_cohort(), make_cohort("Another group")
    place, session = make_joined(other), make_session(other)
    browser = browser_of(run_by(cohort))
    for name, key in (
        ("remove_from_cohort", place.pk),
        ("teach_learner", place.pk),
        ("teach_session", session.pk),
        ("open_code", session.pk),
        ("remove_session", session.pk),
        ("change_session", session.pk),
    ):
        for pk in (cohort.pk, other.pk):
            assert browser.post(reverse(name, args=[pk, key])).status_code == 404, name
    place.refresh_from_db()
    assert place.state == "joined"


HUGE = 10**40
ONLY_READ = {"my_cohort", "cohort_calendar", "teach_cohort", "teach_export", "teach_wall"}
ONLY_SENT = {"answer_cohort_offer", "attend_session", "show_name_in_cohort", "hide_post", "remove_from_cohort"}
ONLY_SENT |= {"remove_facilitator", "remove_deadline", "remove_session", "open_code"}
# The desk leads on into quizzes, where learners are given more time.
ADDRESSES = [
    *my,
    *(row for row in of_quizzes if row.name == "teach_more_time"),
    *(pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)),
]


@pytest.mark.parametrize("name", [pattern.name for pattern in ADDRESSES if "<int:" in str(pattern.pattern)])
def test_numbers_beyond_all_bounds_are_not_there(name: str) -> None:
    """Also for who may run every cohort, and beside the key of a cohort that is there."""
    pattern = next(pattern for pattern in ADDRESSES if pattern.name == name)
    browser = browser_of(make_member(roles=("Administrators",)))
    keys = {key: uuid.uuid4() if key == "step" else HUGE for key in pattern.pattern.converters}
    for own in ({}, {"pk": make_cohort().pk}) if len(keys) > 1 and "step" not in keys else ({},):
        address = reverse(name, kwargs=keys | own)
        answers = [browser.get(address).status_code, browser.post(address).status_code]
        expected = [405 if name in ONLY_SENT else 404, 405 if name in ONLY_READ else 404]
        if own and name == "remove_deadline":
            expected = [405, 302]  # what is not set need not be removed
        assert answers == expected, address


def test_keys_beyond_all_bounds_in_forms_are_answered_in_words() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    browser = browser_of(run_by(cohort))
    for name, args, form in (
        ("message_stuck", [cohort.pk], {"learners": [str(HUGE)], "title": "x", "text": "x", "key": str(uuid.uuid4())}),
        ("teach_learner", [cohort.pk, place.pk], {"deadline": str(HUGE), "due_on": "2030-01-01"}),
        ("teach_deadlines", [cohort.pk], {"step_key": str(uuid.uuid4()), "due_on": "2030-01-01"}),
        ("cohort_discussion", [cohort.pk], {"parent": str(10**18), "text": "x", "key": str(uuid.uuid4())}),
    ):
        answer = browser.post(reverse(name, args=args), form)
        assert (answer.status_code, "There is a problem" in answer.content.decode()) == (422, True), name


def test_the_pages_of_a_cohort_are_there_for_its_members_only() -> None:
    cohort = make_cohort()
    left = make_joined(cohort)
    leave_cohort(member=left)
    for user in (left.member, make_member()):
        for name in ("my_cohort", "leave_cohort", "cohort_calendar", "cohort_discussion"):
            assert browser_of(user).get(reverse(name, args=[cohort.pk])).status_code == 404, name


def test_may_facilitate_ends_with_the_cohort() -> None:
    cohort, other = make_cohort(), make_cohort("Another group")
    place = make_joined(cohort)
    assert place.enrolment is not None
    assert may_facilitate(run_by(cohort), place.enrolment) is True
    assert may_facilitate(run_by(other), place.enrolment) is False
    assert may_facilitate(place.member, place.enrolment) is False
    assert may_facilitate(make_member(), place.enrolment) is False
    leave_cohort(member=place)
    assert may_facilitate(run_by(cohort), place.enrolment) is False


def test_who_runs_a_cohort_has_a_page_of_answers_to_mark() -> None:
    cohort = make_cohort()
    address = reverse("marking")
    assert browser_of(run_by(cohort)).get(address).status_code == 200
    assert browser_of(make_joined(cohort).member).get(address).status_code == 404
    assert browser_of(make_member(roles=("Leads",))).get(address).status_code == 404


def test_an_account_that_goes_frees_its_place_and_leaves_nothing() -> None:
    cohort = make_cohort(capacity=1)
    place, waiting = make_joined(cohort), make_joined(cohort)
    member = place.member
    assert member is not None
    kinds = {str(held.kind.title): held.rows for held in held_about(member)}
    assert kinds["Your groups"][0]["state"] == "Joined"
    erase(member)
    waiting.refresh_from_db()
    assert waiting.state == "offered"
    assert states(cohort) == ["offered"]
    assert not CohortMember.history.filter(member_id=member.pk).exists()

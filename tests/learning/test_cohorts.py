"""Coming into a cohort, waiting for a place, going out; and who may see what of whom."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from camtree.members.personal_data import erase, held_about
from learning.access import may_facilitate
from learning.actions.cohorts import (
    CohortClosedError,
    UnknownCodeError,
    accept_invitation,
    change_cohort,
    decline_place,
    invite_members,
    join_by_code,
    leave_cohort,
    leave_cohorts_of,
    move_waiting_lists,
    remove_facilitator,
    take_place,
)
from learning.choices import Joining, MemberState
from learning.cohort_urls import urlpatterns
from learning.models import Cohort, CohortMember, Enrolment
from learning.models.cohorts import ALPHABET, code_in
from tests.factories.cohorts import make_blended_course, make_cohort, make_joined, make_session, run_by, step_of_kind
from tests.factories.members import browser_of, make_member
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def states(cohort: Cohort) -> list[str]:
    return list(cohort.members.order_by("pk").values_list("state", flat=True))


# ---------------------------------------------------------------- places


def test_joining_takes_the_course_and_twice_is_once() -> None:
    cohort = make_cohort()
    member = make_member()
    first, again = take_place(cohort=cohort, member=member), take_place(cohort=cohort, member=member)
    assert (first.pk, first.state, again.pk) == (again.pk, "joined", first.pk)
    assert first.enrolment == Enrolment.objects.get(member=member, course_key=cohort.course_key)
    assert CohortMember.objects.count() == 1


def test_a_full_cohort_puts_people_on_the_waiting_list() -> None:
    cohort = make_cohort(capacity=1)
    make_joined(cohort)
    waiting = make_joined(cohort)
    assert states(cohort) == ["joined", "waiting"]
    assert waiting.enrolment is None
    assert not Enrolment.objects.filter(member=waiting.member).exists()


def test_a_free_place_is_offered_to_the_first_who_waits(django_capture_on_commit_callbacks: Any) -> None:
    cohort = make_cohort(capacity=1, offer_days=2)
    inside, first, second = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    with django_capture_on_commit_callbacks(execute=True):
        leave_cohort(member=inside)
    assert states(cohort) == ["left", "offered", "waiting"]
    assert [message.to for message in mail.outbox] == [[first.member.email]]  # type: ignore[union-attr]
    assert mail.outbox[0].subject == "A place is free: Spring group"
    assert f"/en/my/cohorts/{cohort.pk}/" in str(mail.outbox[0].body)
    first.refresh_from_db()
    assert first.offered_until is not None
    assert timedelta(days=1, hours=23) < first.offered_until - timezone.now() <= timedelta(days=2)
    assert take_place(cohort=cohort, member=first.member).state == "joined"  # type: ignore[arg-type]
    assert take_place(cohort=cohort, member=second.member).state == "waiting"  # type: ignore[arg-type]


def test_an_offer_that_is_declined_goes_on() -> None:
    cohort = make_cohort(capacity=1)
    inside, first, _second = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    leave_cohort(member=inside)
    decline_place(member=first)
    decline_place(member=first)
    assert states(cohort) == ["left", "declined", "offered"]


def test_an_offer_runs_out_and_goes_on(django_capture_on_commit_callbacks: Any) -> None:
    cohort = make_cohort(capacity=1, offer_days=3)
    inside, first, second = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    leave_cohort(member=inside)
    now = timezone.now()
    assert move_waiting_lists(now=now + timedelta(days=2)) == (0, 0)
    with django_capture_on_commit_callbacks(execute=True):
        assert move_waiting_lists(now=now + timedelta(days=3, minutes=1)) == (1, 1)
        assert move_waiting_lists(now=now + timedelta(days=3, minutes=1)) == (0, 0)
    assert states(cohort) == ["left", "expired", "offered"]
    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([first.member.email], "Your place was given on: Spring group"),  # type: ignore[union-attr]
        ([second.member.email], "A place is free: Spring group"),  # type: ignore[union-attr]
    ]


def test_who_is_too_late_gets_to_the_end_of_the_list_though_no_timer_ran() -> None:
    cohort = make_cohort(capacity=1)
    inside, first, _second = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    leave_cohort(member=inside)
    CohortMember.objects.filter(pk=first.pk).update(offered_until=timezone.now() - timedelta(minutes=1))
    assert take_place(cohort=cohort, member=first.member).state == "waiting"  # type: ignore[arg-type]
    assert states(cohort) == ["left", "waiting", "offered"]


def test_more_places_are_offered_at_once_and_fewer_take_nobodys() -> None:
    cohort = make_cohort(capacity=1)
    for _number in range(4):
        make_joined(cohort)
    change_cohort(cohort=cohort, capacity=3)
    assert states(cohort) == ["joined", "offered", "offered", "waiting"]
    change_cohort(cohort=cohort, capacity=1)
    assert states(cohort) == ["joined", "offered", "offered", "waiting"]


def test_a_cohort_that_is_closed_or_over_takes_nobody() -> None:
    closed, over = make_cohort(is_open=False), make_cohort(ends_on=timezone.localdate() - timedelta(days=1))
    for cohort in (closed, over):
        with pytest.raises(CohortClosedError):
            take_place(cohort=cohort, member=make_member())
        assert states(cohort) == []


def test_coming_back_after_leaving() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    leave_cohort(member=place)
    back = take_place(cohort=cohort, member=place.member)  # type: ignore[arg-type]
    assert (back.pk, back.state) == (place.pk, "joined")
    assert Enrolment.objects.count() == 1


def test_leaving_a_course_leaves_its_cohorts() -> None:
    course = make_blended_course()
    one, other = make_cohort(course=course), make_cohort("Another course")
    place = make_joined(one)
    assert place.member is not None
    take_place(cohort=other, member=place.member)
    assert leave_cohorts_of(member=place.member, course_key=one.course_key) == 1
    assert (states(one), states(other)) == (["left"], ["joined"])


def test_somebody_always_runs_a_cohort() -> None:
    cohort = make_cohort()
    assert remove_facilitator(cohort=cohort, user=run_by(cohort)) is False
    assert cohort.facilitators.count() == 1


# ---------------------------------------------------------------- codes and invitations


@pytest.mark.parametrize("typed", ["ab2c 9xyz", "AB2C-9XYZ", " ab2c9xyz ", "ＡＢ２Ｃ９ＸＹＺ", "ab٢c٩xyz"])
def test_a_code_is_taken_however_it_is_typed(typed: str) -> None:
    cohort = make_cohort(joining=Joining.CODE, join_code="AB2C9XYZ")
    assert join_by_code(code=typed, member=make_member()).state == "joined"
    assert states(cohort) == ["joined"]


def test_codes_have_no_signs_that_look_alike() -> None:
    assert not set("01OIL") & set(ALPHABET)
    code = make_cohort().join_code
    assert (len(code), code_in(code)) == (8, code)


def test_a_code_does_not_open_a_cohort_by_invitation() -> None:
    cohort = make_cohort(joining=Joining.INVITATION)
    for code in (cohort.join_code, "", "nothing"):
        with pytest.raises(UnknownCodeError):
            join_by_code(code=code, member=make_member())


def test_invitations_go_once_each(django_capture_on_commit_callbacks: Any) -> None:
    cohort = make_cohort()
    inside = make_joined(cohort)
    assert inside.member is not None
    emails = ["New@School.test", "new@school.test", inside.member.email]
    with django_capture_on_commit_callbacks(execute=True):
        assert invite_members(cohort=cohort, emails=emails, by=run_by(cohort)) == 1
        assert invite_members(cohort=cohort, emails=emails, by=run_by(cohort)) == 0
    invitation = cohort.members.get(state=MemberState.INVITED)
    assert [message.to for message in mail.outbox] == [["new@school.test"]]
    assert f"/en/cohorts/invitations/{invitation.token}/" in str(mail.outbox[0].body)
    assert mail.outbox[0].reply_to == []


def test_an_invitation_is_followed_by_whoever_has_it_once() -> None:
    cohort = make_cohort(joining=Joining.INVITATION)
    invite_members(cohort=cohort, emails=["new@school.test"], by=run_by(cohort))
    invitation = cohort.members.get()
    address = reverse("cohort_invitation", args=[invitation.token])
    member = make_member()
    browser = browser_of(member)
    assert "Spring group" in browser.get(address).content.decode()
    assert browser.post(address, {"deed": "accept"})["Location"] == reverse("my_cohort", args=[cohort.pk])
    invitation.refresh_from_db()
    assert (invitation.state, invitation.member) == ("joined", member)
    assert browser_of(make_member()).post(address, {"deed": "accept"}).status_code == 404
    assert cohort.members.count() == 1


def test_an_invitation_to_somebody_who_waits_already_leaves_one_row() -> None:
    cohort = make_cohort(capacity=1)
    make_joined(cohort)
    waiting = make_joined(cohort)
    invite_members(cohort=cohort, emails=["second@home.test"], by=run_by(cohort))
    invitation = cohort.members.get(email="second@home.test")
    assert accept_invitation(invitation=invitation, member=waiting.member).pk == waiting.pk  # type: ignore[arg-type]
    assert states(cohort) == ["joined", "waiting"]


def test_addresses_of_people_who_never_came_are_deleted_afterwards() -> None:
    cohort = make_cohort()
    make_joined(cohort)
    invite_members(cohort=cohort, emails=["new@school.test"], by=run_by(cohort))
    move_waiting_lists(now=timezone.now())
    assert states(cohort) == ["joined", "invited"]
    move_waiting_lists(now=timezone.now() + timedelta(days=40))
    assert states(cohort) == ["joined"]
    assert not CohortMember.history.filter(email="new@school.test").exists()


def test_the_form_for_codes_refuses_in_words_and_not_for_ever() -> None:
    make_cohort(joining=Joining.CODE)
    browser = browser_of(make_member())
    address = reverse("join_cohort")
    answers = [browser.post(address, {"code": "WRONGCOD"}) for _number in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert "No group has this code." in answers[0].content.decode()
    assert "Too many tries." in answers[10].content.decode()
    assert browser.post(address, {"code": "x" * 5000}).status_code == 200


# ---------------------------------------------------------------- who sees what


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


@pytest.mark.parametrize("name", [pattern.name for pattern in urlpatterns if "<int:" in str(pattern.pattern)])
def test_numbers_beyond_all_bounds_are_not_there(name: str) -> None:
    """Also for who may run every cohort, and beside the key of a cohort that is there."""
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    browser = browser_of(make_member(roles=("Administrators",)))
    keys = {key: uuid.uuid4() if key == "step" else HUGE for key in pattern.pattern.converters}
    for own in ({}, {"pk": make_cohort().pk}) if len(keys) > 1 and "step" not in keys else ({},):
        address = reverse(name, kwargs=keys | own)
        assert browser.get(address).status_code in {404, 405}, address
        assert browser.post(address).status_code in {302, 404, 405}, address


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
        assert (answer.status_code, "There is a problem" in answer.content.decode()) == (200, True), name


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


# ---------------------------------------------------------------- making one


def test_leads_make_cohorts_and_members_do_not() -> None:
    course = make_blended_course()
    today = timezone.localdate()
    form = {
        "course": course.pk,
        "title": "Autumn group",
        "language": "en",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(30)).isoformat(),
        "capacity": "20",
        "joining": "code",
        "offer_days": "3",
        "is_open": "on",
    }
    address = reverse("new_cohort")
    assert browser_of(make_member()).post(address, form).status_code == 404
    lead, other = make_member("Lena", roles=("Leads",)), make_member("Olu")
    answer = browser_of(lead).post(address, form | {"others": other.email})
    cohort = Cohort.objects.get()
    assert answer["Location"] == reverse("teach_people", args=[cohort.pk])
    assert set(cohort.facilitators.all()) == {lead, other}
    assert (cohort.course_key, cohort.capacity, cohort.created_by) == (course.translation_key, 20, lead)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends_on": "2001-01-01"}, "Ensure this value is greater than"),
        ({"ends_on": "9999-12-31"}, "Ensure this value is less than"),
        ({"starts_on": "2030-02-02", "ends_on": "2030-02-01"}, "The group cannot end before it starts."),
        ({"capacity": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"capacity": "9" * 30}, "Ensure this value is less than or equal to 1000."),
        ({"others": "nobody@nowhere.test"}, "Nobody has an account with the address nobody@nowhere.test."),
        ({"others": "no address"}, "is no e-mail address."),
        ({"title": ""}, "This field is required."),
    ],
)
def test_wrong_facts_are_answered_in_words(changes: dict[str, str], words: str) -> None:
    form = {
        "course": make_blended_course().pk,
        "title": "Autumn group",
        "language": "en",
        "starts_on": "2030-01-01",
        "ends_on": "2030-03-01",
        "capacity": "20",
        "joining": "code",
        "offer_days": "3",
    }
    answer = browser_of(make_member(roles=("Leads",))).post(reverse("new_cohort"), form | changes)
    assert answer.status_code == 200
    assert words in answer.content.decode().replace("&quot;", '"')
    assert not Cohort.objects.exists()


def test_open_cohorts_of_a_course_show_their_free_places() -> None:
    course = make_blended_course()
    today = timezone.localdate()
    shown, full = make_cohort("Free", course=course, capacity=2), make_cohort("Full", course=course, capacity=1)
    make_joined(shown)
    make_joined(full)
    make_cohort("By invitation", course=course, joining=Joining.INVITATION)
    make_cohort("Of another course")
    found = Cohort.objects.open_to_everybody(course.translation_key, today)
    assert [(cohort.title, cohort.free) for cohort in found] == [("Free", 1), ("Full", 0)]  # type: ignore[attr-defined]


def test_the_timer_says_what_it_did(capsys: Any) -> None:
    call_command("move_waiting_lists")
    assert capsys.readouterr().out == "0 offers ran out, 0 places offered.\n"


# ---------------------------------------------------------------- at the same moment


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once(site_after_flush: None) -> None:
    cohort = make_cohort(capacity=1)
    members = [make_member() for _number in range(4)]
    results = at_once(*(lambda who=who: str(take_place(cohort=cohort, member=who).state) for who in members))
    assert sorted(results) == ["joined", "waiting", "waiting", "waiting"]
    assert sorted(states(cohort)) == ["joined", "waiting", "waiting", "waiting"]
    assert Enrolment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_joins_once(site_after_flush: None) -> None:
    cohort, member = make_cohort(capacity=1), make_member()
    assert at_once(*[lambda: str(take_place(cohort=cohort, member=member).state)] * 3) == ["joined"] * 3
    assert states(cohort) == ["joined"]


@pytest.mark.django_db(transaction=True)
def test_two_timers_at_once_offer_a_place_once(site_after_flush: None) -> None:
    cohort = make_cohort(capacity=1)
    inside, _first, _second = make_joined(cohort), make_joined(cohort), make_joined(cohort)
    CohortMember.objects.filter(pk=inside.pk).update(state=MemberState.LEFT)
    mail.outbox.clear()
    assert sorted(at_once(*[lambda: move_waiting_lists(now=timezone.now())] * 2)) == [(0, 0), (0, 1)]
    assert states(cohort) == ["left", "offered", "waiting"]
    assert [message.subject for message in mail.outbox] == ["A place is free: Spring group"]
    late = timezone.now() + timedelta(days=4)
    assert sorted(at_once(*[lambda: move_waiting_lists(now=late)] * 2)) == [(0, 0), (1, 1)]
    assert states(cohort) == ["left", "expired", "offered"]


@pytest.mark.django_db(transaction=True)
def test_leaving_and_joining_at_once_never_gives_a_place_twice(site_after_flush: None) -> None:
    cohort = make_cohort(capacity=1)
    inside, waiting, newcomer = make_joined(cohort), make_joined(cohort), make_member()
    at_once(
        lambda: leave_cohort(member=inside),
        lambda: take_place(cohort=cohort, member=newcomer),
        lambda: take_place(cohort=cohort, member=waiting.member),  # type: ignore[arg-type]
    )
    held = cohort.members.filter(state__in=["joined", "offered"])
    assert [row.member_id for row in held] == [waiting.member_id]


def test_a_step_for_each_kind_of_session() -> None:
    course = make_blended_course()
    assert (step_of_kind(course, "live").rule, step_of_kind(course, "hall").minutes) == ("attended", 90)

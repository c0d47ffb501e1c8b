"""Codes and invitations, by which one comes into a cohort."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from learning.cohorts.actions.cohorts import (
    UnknownCodeError,
    accept_invitation,
    invite_members,
    join_by_code,
    move_waiting_lists,
)
from learning.cohorts.choices import Joining, MemberState
from learning.cohorts.models.cohorts import ALPHABET, code_in
from learning.models import Cohort, CohortMember
from tests.factories.cohorts import make_cohort, make_joined, run_by
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db


def states(cohort: Cohort) -> list[str]:
    return list(cohort.members.order_by("pk").values_list("state", flat=True))


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
    assert browser.post(address, {"do": "accept"})["Location"] == reverse("my_cohort", args=[cohort.pk])
    invitation.refresh_from_db()
    assert (invitation.state, invitation.member) == ("joined", member)
    assert browser_of(make_member()).post(address, {"do": "accept"}).status_code == 404
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
    assert [answer.status_code for answer in answers] == [422] * 10 + [429]
    assert "No group has this code." in answers[0].content.decode()
    assert "Too many tries." in answers[10].content.decode()
    assert browser.post(address, {"code": "x" * 5000}).status_code == 422

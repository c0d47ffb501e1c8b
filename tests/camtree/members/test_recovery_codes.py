"""The way in for who has neither phone nor passkey at hand: codes on paper, each good for once."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.test import Client
from django.urls import reverse

from camtree.members.models import User
from tests.factories.members import PASSWORD, browser_of, lately_signed_in, make_member

pytestmark = pytest.mark.django_db

CODES = reverse("mfa_view_recovery_codes")
NEW_CODES = reverse("mfa_generate_recovery_codes")
DOWNLOAD = reverse("mfa_download_recovery_codes")


@pytest.fixture
def member() -> User:
    return make_member()


@pytest.fixture
def phone(member: User) -> Client:
    """A browser of the member, who has just set up a second factor in it."""
    phone = lately_signed_in(member)
    totp.TOTP.activate(member, totp.generate_totp_secret())
    return phone


def make_codes(browser: Client) -> list[str]:
    """Press the button, and read the codes as the page shows them."""
    assert browser.post(NEW_CODES)["Location"] == CODES
    return shown(browser)


def shown(browser: Client) -> list[str]:
    return re.findall(r"<li><code>([^<]+)</code>", browser.get(CODES).content.decode())


def comes_in(member: User, code: str) -> bool:
    """Whether somebody with the password and this code is let in, from a browser that was never seen before."""
    browser = Client()
    browser.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    assert browser.get(reverse("my_dashboard")).status_code == 302
    browser.post(reverse("mfa_authenticate"), {"code": code})
    return browser.get(reverse("my_dashboard")).status_code == 200


def test_ten_codes_are_made_and_their_owner_is_told(
    phone: Client, member: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        codes = make_codes(phone)
    assert (len(codes), len(set(codes))) == (10, 10)
    assert "10 of 10 codes are left." in phone.get(CODES).content.decode()
    (message,) = mail.outbox
    assert (message.to, [code for code in codes if code in message.body]) == ([member.email], [])


def test_a_code_lets_in_once_and_not_twice(phone: Client, member: User) -> None:
    first, second, *others = make_codes(phone)
    assert comes_in(member, first)
    assert not comes_in(member, first)
    assert comes_in(member, second)
    assert shown(phone) == others
    assert "8 of 10 codes are left." in phone.get(CODES).content.decode()


def test_a_code_of_somebody_else_or_of_nobody_lets_nobody_in(phone: Client) -> None:
    (code, *_others) = make_codes(phone)
    other = make_member()
    totp.TOTP.activate(other, totp.generate_totp_secret())
    assert [comes_in(other, word) for word in (code, "", "12345678")] == [False] * 3


def test_new_codes_end_the_old_ones(phone: Client, member: User) -> None:
    old = make_codes(phone)
    new = make_codes(phone)
    assert not set(old) & set(new)
    assert not comes_in(member, old[0])
    assert comes_in(member, new[0])


def test_the_codes_that_are_left_can_be_downloaded(phone: Client, member: User) -> None:
    used, *left = make_codes(phone)
    assert comes_in(member, used)
    response = phone.get(DOWNLOAD)
    assert response["Content-Type"].startswith("text/plain")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    text = response.content.decode()
    assert [code for code in (used, *left) if code in text] == left


@pytest.mark.parametrize("address", [CODES, NEW_CODES, DOWNLOAD])
def test_codes_are_for_their_owner_alone_who_has_just_given_the_password(
    address: str, phone: Client, member: User
) -> None:
    make_codes(phone)
    assert Client().get(address)["Location"].startswith(f"{reverse('account_login')}?next=")
    assert browser_of(member).get(address)["Location"].startswith(f"{reverse('account_reauthenticate')}?next=")
    assert phone.get(address).status_code == 200

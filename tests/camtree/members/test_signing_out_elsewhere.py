"""A member sees where they are signed in, and ends it everywhere else."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from camtree.members.models import User
from tests.factories.members import PASSWORD, make_member

pytestmark = pytest.mark.django_db

PLACES = reverse("usersessions_list")


def sign_in(member: User, browser_name: str = "") -> Client:
    browser = Client(headers={"User-Agent": browser_name})
    browser.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    assert is_signed_in(browser)
    return browser


def is_signed_in(browser: Client) -> bool:
    return browser.get(reverse("my_dashboard")).status_code == 200


def rows(browser: Client) -> list[list[str]]:
    """Browser and mark of each place, as the page tells them."""
    page = BeautifulSoup(browser.get(PLACES).content, "html.parser")
    return [[cell.get_text().strip() for cell in row.select("td")[2:]] for row in page.select("tbody tr")]


def buttons(browser: Client) -> list[str]:
    page = BeautifulSoup(browser.get(PLACES).content, "html.parser")
    return [button.get_text() for button in page.select("main button")]


def test_every_place_is_told_and_which_of_them_this_is() -> None:
    member, other = make_member(), make_member()
    phone, library = sign_in(member, "Phone"), sign_in(member, "Library")
    sign_in(other, "Of somebody else")
    assert rows(phone) == [["Phone", "this device"], ["Library", ""]]
    assert rows(library) == [["Phone", ""], ["Library", "this device"]]
    assert buttons(phone) == ["Sign out everywhere else"]


def test_whoever_ends_the_others_stays_and_the_others_are_out() -> None:
    member, other = make_member(), make_member()
    phone, library, desk = sign_in(member, "Phone"), sign_in(member, "Library"), sign_in(member, "Desk")
    stranger = sign_in(other)
    assert phone.post(PLACES)["Location"] == PLACES
    assert [is_signed_in(browser) for browser in (phone, library, desk, stranger)] == [True, False, False, True]
    assert rows(phone) == [["Phone", "this device"]]
    assert buttons(phone) == ["Sign out"]
    # What the others held is gone from the database, so that no old cookie brings it back.
    keys = {browser.session.session_key for browser in (phone, stranger)}
    assert set(Session.objects.values_list("session_key", flat=True)) == keys


def test_signing_out_here_leaves_the_others_alone() -> None:
    member = make_member()
    phone, library = sign_in(member, "Phone"), sign_in(member, "Library")
    phone.post(reverse("account_logout"))
    assert [is_signed_in(browser) for browser in (phone, library)] == [False, True]
    assert rows(library) == [["Library", "this device"]]


def test_a_stranger_ends_nothing() -> None:
    browser = sign_in(make_member())
    assert Client().post(PLACES)["Location"] == f"{reverse('account_login')}?next={PLACES}"
    assert is_signed_in(browser)

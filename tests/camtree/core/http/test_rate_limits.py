import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from camtree.core.http.rate_limits import PEOPLE, is_over_limit
from tests.factories.members import make_member


def over(*, address="203.0.113.9", user=None, account="", action="write", times=2):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.user = user or AnonymousUser()
    return is_over_limit(request, action, times=times, seconds=60, account=account)


def test_the_third_of_two_is_over():
    assert [over() for _ in range(4)] == [False, False, True, True]
    assert over(action="read") is False


@pytest.mark.django_db
def test_members_behind_one_address_are_counted_one_by_one():
    amina, juan = make_member("amina@camtree.test"), make_member("juan@camtree.test")
    assert [over(user=amina) for _ in range(3)] == [False, False, True]
    assert over(user=juan) is False
    # And one member is one, wherever they write from.
    assert over(user=amina, address="198.51.100.1") is True


def test_visitors_of_one_school_are_counted_by_who_they_say_they_are():
    assert [over(account="Amina@camtree.test ") for _ in range(3)] == [False, False, True]
    assert over(account="amina@camtree.test") is True
    assert over(account="juan@camtree.test") is False


def test_who_takes_a_new_name_each_time_meets_the_limit_of_the_house():
    said = [over(account=f"somebody-{number}@camtree.test") for number in range(2 * PEOPLE + 1)]
    assert said == [False] * 2 * PEOPLE + [True]


def test_one_household_has_many_addresses_of_ipv6():
    assert [over(address=f"2001:db8:0:7::{number}") for number in range(3)] == [False, False, True]
    assert over(address="2001:db8:0:8::1") is False


def test_half_a_surrogate_pair_in_a_name_is_counted_like_any_other():
    assert [over(account="\ud800@camtree.test") for _ in range(3)] == [False, False, True]

"""What the page says on which one asks for a place in an open group."""

import pytest
from django.urls import reverse

from tests.factories.cohorts import make_cohort, make_joined
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db


def test_a_full_group_says_so_before_one_asks() -> None:
    cohort = make_cohort(capacity=1)
    make_joined(cohort)
    member = make_member()
    address = reverse("join_open_cohort", args=[cohort.pk])
    page = browser_of(member).get(address).content.decode()
    assert "All places are taken." in page
    assert "Wait for a place" in page
    assert "Join the group" not in page


@pytest.mark.parametrize("capacity", [1, 30])
def test_whoever_stands_in_a_group_is_led_to_it(capacity: int) -> None:
    cohort = make_cohort(capacity=capacity)
    make_joined(cohort)
    browser = browser_of(make_member())
    address = reverse("join_open_cohort", args=[cohort.pk])
    assert browser.post(address).status_code == 302
    assert browser.get(address)["Location"] == reverse("my_cohort", args=[cohort.pk])

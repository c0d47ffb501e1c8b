"""Making a cohort, and what is said of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from learning.cohorts.choices import Joining
from learning.models import Cohort
from tests.factories.cohorts import make_blended_course, make_cohort, make_joined
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db


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
    assert answer.status_code == 422
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

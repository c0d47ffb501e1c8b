"""Cohorts that one joins with an address of the school: only with one, only with a confirmed one."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from learning.cohorts.access import school_cohorts_of
from learning.cohorts.choices import Joining, MemberState
from learning.cohorts.forms import CohortForm
from learning.models import CohortMember
from tests.factories.cohorts import make_blended_course, make_cohort
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db


def of_school(domain: str = "lyceum.example", **facts: Any) -> Any:
    return make_cohort("Of our school", joining=Joining.SCHOOL, mail_domain=domain, **facts)


def test_a_colleague_finds_it_and_joins() -> None:
    cohort = of_school(course=make_blended_course())
    colleague = make_member(email="nila@lyceum.example")
    browser = browser_of(colleague)
    for page in (reverse("my_cohorts"), cohort.courses[0].url):
        assert "Of our school" in browser.get(page).content.decode()
    answer = browser.post(reverse("join_open_cohort", args=[cohort.pk]))
    assert answer.status_code == 302
    assert CohortMember.objects.get(member=colleague).state == MemberState.JOINED
    assert "Groups of your school" not in browser.get(reverse("my_cohorts")).content.decode()


@pytest.mark.parametrize(
    "email", ["nila@other.example", "nila@sub.lyceum.example", "nila@lyceum.example.test", "lyceum.example@x.test"]
)
def test_nobody_else_sees_or_joins_it(email: str) -> None:
    cohort = of_school(course=make_blended_course())
    browser = browser_of(make_member(email=email))
    for page in (reverse("my_cohorts"), cohort.courses[0].url):
        assert "Of our school" not in browser.get(page).content.decode()
    assert browser.post(reverse("join_open_cohort", args=[cohort.pk])).status_code == 404
    assert not CohortMember.objects.exists()


def test_an_address_counts_when_it_is_confirmed_also_a_second_one() -> None:
    cohort = of_school()
    member = make_member()
    address = EmailAddress.objects.create(user=member, email="Nila@Lyceum.Example", verified=False)
    assert list(school_cohorts_of(member)) == []
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert list(school_cohorts_of(member)) == [cohort]


def test_a_cohort_of_no_domain_is_joined_by_nobody() -> None:
    of_school("")
    of_its_own = of_school("school.test")
    assert list(school_cohorts_of(make_member(email="nila@school.test"))) == [of_its_own]


@pytest.mark.parametrize(
    ("typed", "kept", "says"),
    [
        ("@Lyceum.Example ", "lyceum.example", ""),
        ("", None, "Say with what addresses of the school end."),
        ("gmail.com", None, "Anybody can have an address at gmail.com."),
        ("lyceum", None, "cannot be the end of an address"),
        ("a b.example", None, "cannot be the end of an address"),
        ("-x.example", None, "cannot be the end of an address"),
    ],
)
def test_the_end_of_addresses_is_looked_at(typed: str, kept: str | None, says: str) -> None:
    cohort = make_cohort()
    form = CohortForm(cohort=cohort)
    data = {name: form.initial[name] for name in form.fields} | {"joining": "school", "mail_domain": typed}
    sent = CohortForm(data, cohort=cohort)
    assert sent.is_valid() is (kept is not None), sent.errors
    if kept is not None:
        assert sent.cleaned_data["mail_domain"] == kept
    else:
        assert says in str(sent.errors["mail_domain"])

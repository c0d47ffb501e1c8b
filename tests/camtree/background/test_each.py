from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from camtree.background.each import PAUSES, each, forget_old_rows
from camtree.background.models import SetAside
from camtree.members.models import User
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    for name in ("Amina", "Juan", "Wei"):
        make_member(name)
    return User.objects.filter(display_name__in=["Amina", "Juan", "Wei"]).order_by("display_name")


def fails_for(name):
    def do(member):
        User.objects.filter(pk=member.pk).update(time_zone="Asia/Almaty")
        if member.display_name == name:
            raise ValueError("no such thing\0")
        return member.display_name

    return do


def test_one_that_fails_is_set_aside_and_the_others_go_on(people):
    assert each("greeting", people, fails_for("Amina")) == ["Juan", "Wei"]
    held = SetAside.objects.get()
    amina = people.get(display_name="Amina")
    assert (held.deed, held.model, held.row, held.times) == ("greeting", "members.User", str(amina.pk), 1)
    assert held.error == "ValueError: no such thing"
    # What it did before it failed is not kept.
    assert amina.time_zone == "UTC"
    assert people.get(display_name="Juan").time_zone == "Asia/Almaty"


def test_it_waits_longer_each_time_and_takes_no_place_meanwhile(people, monkeypatch):
    start = timezone.now()
    assert each("greeting", people, fails_for("Amina"), most=1) == []
    # It would be first again, for ever.
    assert each("greeting", people, fails_for("Amina"), most=1) == ["Juan"]
    moment = start
    for times, pause in enumerate([*PAUSES, PAUSES[-1]], start=1):
        held = SetAside.objects.get()
        assert held.times == times
        assert timedelta(0) <= held.try_after - moment - pause < timedelta(seconds=30)
        moment = held.try_after + timedelta(seconds=1)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        each("greeting", people, fails_for("Amina"), most=1)


def test_one_that_is_well_again_is_forgotten(people, monkeypatch):
    each("greeting", people, fails_for("Amina"))
    moment = timezone.now() + PAUSES[0] + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    assert each("greeting", people, fails_for("nobody")) == ["Amina", "Juan", "Wei"]
    assert not SetAside.objects.exists()


def test_another_deed_with_the_same_row_is_not_kept_back(people):
    each("greeting", people, fails_for("Amina"))
    assert each("thanks", people, fails_for("nobody")) == ["Amina", "Juan", "Wei"]


def test_no_row_is_to_blame_for_a_part_that_is_away(people):
    def away(member):
        raise OperationalError("the server closed the connection")

    with pytest.raises(OperationalError):
        each("greeting", people, away)
    assert not SetAside.objects.exists()


def test_what_failed_long_ago_is_forgotten(people):
    each("greeting", people, fails_for("Amina"))
    assert forget_old_rows(now=timezone.now() + timedelta(days=29)) == 0
    assert forget_old_rows(now=timezone.now() + timedelta(days=31)) == 1

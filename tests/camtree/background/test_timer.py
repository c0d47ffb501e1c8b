from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from camtree.background import timer
from camtree.background.models import TimedRun
from camtree.background.timer import LEASE, Deed, run_due
from camtree.core.registries import Registry
from tests.threads import at_once


@pytest.fixture
def only(monkeypatch):
    """Only these deeds are there: name and how often, and what runs."""

    def use(*deeds):
        registry: Registry[str, Deed] = Registry()
        for name, minutes, run in deeds:
            registry.add(name, Deed(name, name, timedelta(minutes=minutes), run))
        monkeypatch.setattr(timer, "deeds", registry)

    return use


@pytest.mark.django_db
def test_each_deed_has_its_turn_when_its_time_has_come(only):
    only(("often", 1, lambda now: "a"), ("seldom", 60, lambda now: "b"))
    start = timezone.now()
    names = [
        [deed.name for deed, _said, _well in run_due(start + timedelta(minutes=minutes))] for minutes in (0, 1, 2, 60)
    ]
    assert names == [["often", "seldom"], ["often"], ["often"], ["often", "seldom"]]


@pytest.mark.django_db
def test_one_that_fails_is_told_and_the_next_has_its_turn(only):
    def fail(now):
        raise ZeroDivisionError("by nothing")

    only(("bad", 1, fail), ("good", 1, lambda now: "3 sent."))
    said = [(deed.name, words, well) for deed, words, well in run_due(timezone.now())]
    assert said == [("bad", "ZeroDivisionError: by nothing", False), ("good", "3 sent.", True)]
    bad, good = TimedRun.objects.order_by("name")
    assert (bad.said, bad.error) == ("", "ZeroDivisionError: by nothing")
    assert (good.said, good.error) == ("3 sent.", "")


@pytest.mark.django_db
def test_a_run_whose_machine_died_is_taken_for_over_after_a_while(only):
    only(("slow", 1, lambda now: ""))
    start = timezone.now()
    TimedRun.objects.create(name="slow", started_at=start)
    assert run_due(start + LEASE - timedelta(seconds=1)) == []
    assert len(run_due(start + LEASE)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_machines_at_once_do_it_once(only):
    done = []

    def run(now):
        done.append(1)
        return ""

    only(("once", 1, run))
    now = timezone.now()
    at_once(*[lambda: run_due(now)] * 4)
    assert done == [1]


@pytest.mark.django_db
def test_everything_of_the_sections_runs():
    """The one timer of a server: whatever sections do from time to time, on an empty site, and says what it did."""
    said = StringIO()
    call_command("run_due", stdout=said, stderr=said)
    names = [line.partition(":")[0] for line in said.getvalue().splitlines()]
    assert names == [deed.name for deed in timer.deeds]
    assert {"queue", "schedules", "decisions", "review-reminders", "quizzes", "waiting-lists", "peer-marking"} < set(
        names
    )
    assert list(TimedRun.objects.exclude(error="")) == []

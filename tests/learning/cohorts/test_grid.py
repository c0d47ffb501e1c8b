"""The grid of a cohort: what it says of whom, how little it asks of the database, and that each look is kept."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from camtree.members.personal_data import held_about
from learning.cohorts.actions.sessions import extend_deadline, set_deadline
from learning.cohorts.grids import grid_of
from learning.models import Announcement, CohortMember, Enrolment, LookAtLearner, StepRecord
from learning.studying.actions import record_step
from tests.factories.cohorts import (
    make_blended_course,
    make_cohort,
    make_joined,
    make_many_joined,
    make_steps,
    run_by,
    step_of_kind,
)
from tests.factories.members import browser_of
from tests.queries import budget

pytestmark = pytest.mark.django_db


def seen(place: Any, days_ago: int) -> None:
    """Somebody joined long ago and was last here so many days ago."""
    CohortMember.objects.filter(pk=place.pk).update(joined_at=timezone.now() - timedelta(days=90))
    Enrolment.objects.filter(cohort_places=place.pk).update(seen_at=timezone.now() - timedelta(days=days_ago))


def test_who_was_not_seen_for_a_week_needs_a_word() -> None:
    cohort = make_cohort(starts_on=timezone.localdate() - timedelta(60))
    for name, days in (("Ada", 0), ("Ben", 6), ("Cleo", 7)):
        seen(make_joined(cohort, name), days)
    grid = grid_of(cohort)
    assert [(row.name, row.days_away, row.is_stuck) for row in grid.learners] == [
        ("Ada", 0, False),
        ("Ben", 6, False),
        ("Cleo", 7, True),
    ]
    assert [row.name for row in grid.away(6)] == ["Ben", "Cleo"]


def test_nobody_is_away_before_the_cohort_begins() -> None:
    cohort = make_cohort(starts_on=timezone.localdate() + timedelta(3))
    seen(make_joined(cohort), 30)
    assert [row.days_away for row in grid_of(cohort).learners] == [0]


def test_who_is_late_with_something_required_needs_a_word_unless_they_have_longer() -> None:
    cohort = make_cohort()
    step = step_of_kind(cohort, "discussion")
    late, extended, done = make_joined(cohort, "Ada"), make_joined(cohort, "Ben"), make_joined(cohort, "Cleo")
    deadline = set_deadline(cohort=cohort, step_key=step.key, due_on=timezone.localdate() - timedelta(1))
    assert deadline is not None
    extend_deadline(deadline=deadline, member=extended, due_on=timezone.localdate())
    assert done.enrolment is not None
    record_step(enrolment=done.enrolment, step=step)
    grid = grid_of(cohort)
    assert [(row.member.pk, row.is_stuck) for row in grid.learners] == [
        (late.pk, True),
        (extended.pk, False),
        (done.pk, False),
    ]
    place = [one.key for one in grid.steps].index(step.key)
    assert [row.marks[place] for row in grid.learners] == ["late", "", "done"]
    assert [state.step.pk for state in grid.learners[0].late] == [step.pk]


def test_who_is_through_needs_no_word() -> None:
    cohort = make_cohort(starts_on=timezone.localdate() - timedelta(60))
    place = make_joined(cohort)
    seen(place, 40)
    Enrolment.objects.filter(cohort_places=place.pk).update(completed_at=timezone.now())
    assert [(row.days_away, row.is_stuck) for row in grid_of(cohort).learners] == [(40, False)]


def test_two_hundred_learners_and_sixty_steps() -> None:
    course = make_blended_course()
    make_steps(course, 56)
    cohort = make_cohort(course=course, capacity=200)
    places = make_many_joined(cohort, 200)
    steps = grid_of(cohort).steps
    assert len(steps) == 60
    StepRecord.objects.bulk_create(
        StepRecord(enrolment=place.enrolment, step_key=step.key, kind=step.kind, done_at=timezone.now())
        for place in places
        for step in steps[:30]
    )
    for step in steps[:5]:
        set_deadline(cohort=cohort, step_key=step.key, due_on=timezone.localdate())
    browser = browser_of(run_by(cohort))
    for name, most in (("teach_cohort", 11), ("teach_export", 10)):
        address = reverse(name, args=[cohort.pk])
        browser.get(address)
        with budget(most, same_shape=1):
            answer = browser.get(address)
            text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()  # type: ignore[attr-defined]
        assert answer.status_code == 200
        assert text.count("Learner 0") == 200 if name == "teach_cohort" else text.count("\r\n") == 201
    html = browser.get(reverse("teach_cohort", args=[cohort.pk])).content.decode()
    assert html.count('<td class="step done">✓</td>' * 30) == 200


@pytest.mark.parametrize("query", ["", "?stuck=1", "?away=5", "?away=x", "?away=-1", "?away=" + "9" * 40, "?stuck="])
def test_filters_are_forgiving(query: str) -> None:
    cohort = make_cohort()
    make_joined(cohort)
    assert browser_of(run_by(cohort)).get(reverse("teach_cohort", args=[cohort.pk]) + query).status_code == 200


def test_the_file_holds_nothing_that_a_spreadsheet_runs() -> None:
    cohort = make_cohort()
    make_joined(cohort, '=HYPERLINK("https://evil.test")')
    answer: Any = browser_of(run_by(cohort)).get(reverse("teach_export", args=[cohort.pk]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(text))
    assert head == [
        *("name", "last seen", "done, in per cent", "needs a word", "completed"),
        *(
            "1. Listening (Discussion)",
            "2. First call (Live session)",
            "3. In the hall (Session in a room)",
            "4. Listening",
        ),
    ]
    assert row[:4] == ['\'=HYPERLINK("https://evil.test")', timezone.localdate().isoformat(), "0", ""]


# ---------------------------------------------------------------- looks


def test_each_look_is_kept_once_an_hour() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    browser = browser_of(run_by(cohort))
    for _number in range(2):
        browser.get(reverse("teach_cohort", args=[cohort.pk]))
        browser.get(reverse("teach_export", args=[cohort.pk]))
        browser.get(reverse("teach_learner", args=[cohort.pk, place.pk]))
    assert sorted(LookAtLearner.objects.values_list("what", "user", "enrolment")) == [
        ("file", run_by(cohort).pk, None),
        ("grid", run_by(cohort).pk, None),
        ("learner", run_by(cohort).pk, place.enrolment_id),
    ]
    LookAtLearner.objects.update(hour=timezone.now() - timedelta(hours=2))
    browser.get(reverse("teach_cohort", args=[cohort.pk]))
    assert LookAtLearner.objects.filter(what="grid").count() == 2


def test_learners_read_who_looked_at_them() -> None:
    cohort = make_cohort()
    place, other = make_joined(cohort), make_joined(cohort)
    browser_of(run_by(cohort)).get(reverse("teach_learner", args=[cohort.pk, place.pk]))
    assert place.member is not None
    assert other.member is not None
    held = {str(kind.kind.title): kind.rows for kind in held_about(place.member)}["Who looked at how far you are"]
    assert [row["who looked"] for row in held] == ["Frances Facilitator"]
    assert {str(kind.kind.title): kind.rows for kind in held_about(other.member)}["Who looked at how far you are"] == []


def test_a_refused_look_is_not_a_look() -> None:
    cohort = make_cohort()
    for browser in (Client(), browser_of(run_by(make_cohort("Other")))):
        browser.get(reverse("teach_cohort", args=[cohort.pk]))
    assert not LookAtLearner.objects.exists()
    make_joined(cohort)
    browser_of(run_by(cohort)).get(reverse("teach_cohort", args=[cohort.pk]))
    assert LookAtLearner.objects.exists()


def test_no_page_of_the_desk_shows_the_journal() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    assert place.enrolment is not None
    place.enrolment.journal.create(step_key=step_of_kind(cohort, "discussion").key, prompt="?", text="Only for me")
    browser = browser_of(run_by(cohort))
    for address in (reverse("teach_cohort", args=[cohort.pk]), reverse("teach_learner", args=[cohort.pk, place.pk])):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert "Only for me" not in answer.content.decode()


# ---------------------------------------------------------------- a word


def test_a_message_goes_to_those_who_are_stuck_and_they_do_not_learn_of_each_other(
    django_capture_on_commit_callbacks: Any,
) -> None:
    cohort = make_cohort(starts_on=timezone.localdate() - timedelta(60))
    stuck, fine = make_joined(cohort, "Stuck Sam"), make_joined(cohort, "Fine Fay")
    seen(stuck, 20)
    seen(fine, 1)
    browser = browser_of(run_by(cohort))
    address = reverse("message_stuck", args=[cohort.pk])
    answer = browser.get(address)
    assert answer.context["form"].initial["learners"] == [stuck.pk]
    key = answer.context["form"]["key"].value()
    form = {"key": key, "learners": [stuck.pk], "title": "How are you?\r\nBcc: x", "text": "Shall we talk?"}
    with django_capture_on_commit_callbacks(execute=True):
        for _number in range(2):
            assert browser.post(address, form).status_code == 302
    assert Announcement.objects.count() == 1
    assert [(message.to, message.subject) for message in mail.outbox] == [([stuck.member.email], "How are you? Bcc: x")]  # type: ignore[union-attr]
    assert "Shall we talk?" in mail.outbox[0].body
    page = reverse("my_cohort", args=[cohort.pk])
    assert "Shall we talk?" in browser_of(stuck.member).get(page).content.decode()
    assert "Shall we talk?" not in browser_of(fine.member).get(page).content.decode()
    stranger = make_joined(make_cohort("Other"))
    assert browser.post(address, form | {"learners": [stranger.pk]}).status_code == 422
    assert Announcement.objects.count() == 1

"""What is said in a cohort: announcements to all, posts with and without names, what is hidden, what stays."""

import uuid
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from camtree.members.personal_data import erase
from learning.cohorts.actions.discussions import (
    NotInDiscussionError,
    announce,
    hide_post,
    show_post,
    without_controls,
    write_post,
)
from learning.models import Cohort, CohortMember, CohortPost, StepRecord
from tests.factories.cohorts import make_blended_course, make_cohort, make_joined, run_by, step_of_kind
from tests.factories.members import browser_of
from tests.queries import budget
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def say(place: CohortMember, text: str, **facts: Any) -> CohortPost:
    assert place.member is not None
    said = {"cohort": place.cohort, "author": place.member, "member": place, "key": uuid.uuid4(), **facts}
    return write_post(text=text, **said)


def read(cohort: Cohort, user: Any) -> str:
    return browser_of(user).get(reverse("cohort_discussion", args=[cohort.pk])).content.decode()


# ---------------------------------------------------------------- announcements


def test_an_announcement_goes_once_to_all_who_are_in_each_in_their_language(
    django_capture_on_commit_callbacks: Any,
) -> None:
    cohort = make_cohort(capacity=2)
    first, second = make_joined(cohort), make_joined(cohort)
    make_joined(cohort)  # waits
    assert second.member is not None
    second.member.preferred_language = "ar"
    second.member.save()
    key = uuid.uuid4()
    with django_capture_on_commit_callbacks(execute=True):
        for _number in range(2):
            announce(cohort=cohort, author=run_by(cohort), title="Room changed", text="Hall 3", key=key)
    assert sorted(message.to[0] for message in mail.outbox) == sorted(
        [first.member.email, second.member.email]  # type: ignore[union-attr]
    )
    bodies = {message.to[0]: str(message.body) for message in mail.outbox}
    assert f"/ar/my/cohorts/{cohort.pk}/" in bodies[second.member.email]
    assert all("Hall 3" in body and "@school.test" not in body for body in bodies.values())
    assert "Room changed" in browser_of(first.member).get(reverse("my_cohort", args=[cohort.pk])).content.decode()


# ---------------------------------------------------------------- posts


def test_names_are_shown_only_of_those_who_chose_it_and_to_who_runs_the_cohort() -> None:
    cohort = make_cohort()
    hidden, shown = make_joined(cohort, "Hidden Hanna"), make_joined(cohort, "Open Omar", shows_name=True)
    say(hidden, "I waited.")
    say(shown, "Me too.")
    write_post(cohort=cohort, author=run_by(cohort), text="Well done.", key=uuid.uuid4())
    html = read(cohort, make_joined(cohort).member)
    assert "A member of the group" in html
    assert "Open Omar" in html
    assert "Frances Facilitator" in html
    assert "Hidden Hanna" not in html
    assert "Hidden Hanna" in read(cohort, run_by(cohort))
    assert "You" in read(cohort, hidden.member)


def test_a_post_at_a_step_does_the_step_and_once() -> None:
    cohort = make_cohort()
    step = step_of_kind(cohort, "discussion")
    place = make_joined(cohort)
    browser = browser_of(place.member)
    address = reverse("cohort_step_discussion", args=[cohort.pk, step.key])
    form = {"key": str(uuid.uuid4()), "text": "Two answers were longer."}
    for _number in range(2):
        assert browser.post(address, form)["Location"] == address
    post = CohortPost.objects.get()
    assert (post.step_key, post.author, post.text) == (step.key, place.member, "Two answers were longer.")
    record = StepRecord.objects.get(enrolment=place.enrolment, step_key=step.key)
    assert record.done_at is not None
    assert "Two answers" not in read(cohort, place.member)
    assert "Two answers" in browser.get(address).content.decode()


def test_a_post_of_the_cohort_or_of_who_runs_it_does_no_step() -> None:
    cohort = make_cohort()
    step = step_of_kind(cohort, "discussion")
    say(make_joined(cohort), "Hello")
    write_post(cohort=cohort, author=run_by(cohort), text="Hello", key=uuid.uuid4(), step=step)
    assert not StepRecord.objects.exists()
    say(make_joined(cohort), "Hello", step=step)
    assert StepRecord.objects.get().step_key == step.key


def test_steps_that_are_no_discussions_and_steps_of_other_courses_have_none() -> None:
    cohort = make_cohort()
    browser = browser_of(make_joined(cohort).member)
    for step in (step_of_kind(cohort, "hall"), step_of_kind(make_blended_course("Other"), "discussion")):
        assert browser.get(reverse("cohort_step_discussion", args=[cohort.pk, step.key])).status_code == 404


def test_answers_stand_below_what_they_answer() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    first = say(place, "First")
    answer = say(place, "Second", parent=first.pk)
    assert say(place, "Third", parent=answer.pk).parent == first
    elsewhere = say(make_joined(make_cohort("Other")), "Elsewhere")
    for parent in (elsewhere.pk, 10**17):
        with pytest.raises(NotInDiscussionError):
            say(place, "Fourth", parent=parent)


def test_an_answer_to_what_is_gone_keeps_its_text() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    address = reverse("cohort_discussion", args=[cohort.pk])
    form = {"key": str(uuid.uuid4()), "text": "A long thought", "parent": "12345"}
    html = browser_of(place.member).post(address, form).content.decode()
    assert "Your text is still here." in html
    assert "A long thought</textarea>" in html
    for wrong in ({"parent": "9" * 40}, {"key": "x"}, {"text": ""}, {"text": "x" * 4001}, {"text": "a\x00b"}):
        assert browser_of(place.member).post(address, form | wrong).status_code == 422
    assert not CohortPost.objects.exists()


def test_a_text_is_plain() -> None:
    assert without_controls("a\x07b\r\n\u202ec\u2066 ") == "ab\nc"
    cohort = make_cohort()
    place = make_joined(cohort)
    say(place, "<script>alert(1)</script>")
    html = read(cohort, place.member)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_what_is_hidden_is_seen_by_who_runs_the_cohort_alone() -> None:
    cohort = make_cohort()
    place, reader = make_joined(cohort), make_joined(cohort)
    post = say(place, "Something rude")
    say(reader, "Please do not.", parent=post.pk)
    address = reverse("hide_post", args=[cohort.pk, post.pk])
    for stranger in (place.member, run_by(make_cohort("Other"))):
        assert browser_of(stranger).post(address).status_code == 404
    assert browser_of(run_by(cohort)).post(address).status_code == 302
    post.refresh_from_db()
    assert post.hidden_by == run_by(cohort)
    html = read(cohort, reader.member)
    assert "Something rude" not in html
    assert "This post is hidden." in html
    assert "Please do not." in html
    assert "Something rude" in read(cohort, run_by(cohort))
    show_post(post=post)
    assert "Something rude" in read(cohort, reader.member)


def test_posts_of_an_account_that_goes_keep_their_place_without_name_and_text() -> None:
    cohort = make_cohort()
    gone, stays = make_joined(cohort, "Gone Gus", shows_name=True), make_joined(cohort)
    post = say(gone, "Before I leave")
    say(stays, "Good-bye", parent=post.pk)
    assert gone.member is not None
    erase(gone.member)
    html = read(cohort, stays.member)
    assert "A member who has left" in html
    assert "Good-bye" in html
    assert "Before I leave" not in html
    assert "Gone Gus" not in html


def test_nobody_floods_a_discussion() -> None:
    cohort = make_cohort()
    browser = browser_of(make_joined(cohort).member)
    address = reverse("cohort_discussion", args=[cohort.pk])
    codes = [browser.post(address, {"key": str(uuid.uuid4()), "text": "x"}).status_code for _number in range(21)]
    assert codes == [302] * 20 + [429]


def test_many_posts_ask_no_more_than_one() -> None:
    cohort = make_cohort()
    place = make_joined(cohort)
    browser = browser_of(place.member)
    address = reverse("cohort_discussion", args=[cohort.pk])
    for number in range(12):
        say(make_joined(cohort) if number % 3 == 0 else place, f"Post {number}")
    browser.get(address)
    with budget(10, same_shape=1):
        assert browser.get(address).content.decode().count("Post ") == 12
    page = reverse("my_cohort", args=[cohort.pk])
    browser.get(page)
    with budget(14, same_shape=2):
        browser.get(page)


def test_hiding_twice_keeps_the_first() -> None:
    cohort = make_cohort()
    post = say(make_joined(cohort), "x")
    first = hide_post(post=post, by=run_by(cohort))
    assert hide_post(post=post, by=make_joined(cohort).member).hidden_by == first.hidden_by  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_says_it_once(site_after_flush: None) -> None:
    cohort = make_cohort()
    place, step, key = make_joined(cohort), step_of_kind(cohort, "discussion"), uuid.uuid4()
    results = at_once(*[lambda: say(place, "Hello", key=key, step=step).pk] * 3)
    assert len(set(results)) == 1
    assert CohortPost.objects.count() == 1
    assert StepRecord.objects.count() == 1

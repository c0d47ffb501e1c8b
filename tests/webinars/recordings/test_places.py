"""A member goes on where they stopped, on any device and in any language."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from camtree.members.personal_data import erase
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_translation, make_webinar
from tests.factories.recordings import make_recorded, make_recording
from tests.queries import budget
from webinars.recordings.models import RecordingPlace

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files_on_disk")]


def send(browser: Client, page: Any, second: Any) -> int:
    address = reverse("recording_place", args=[page.slug])
    return int(browser.post(address, {"second": second}).status_code)


def test_a_place_is_one_row_for_each_member_and_work() -> None:
    page = make_recorded()
    spanish = make_translation(page, "es")
    member, other = make_member(), make_member("Tomos Beddow")
    assert send(browser_of(member), page, 300) == 204
    assert send(browser_of(member), spanish, 754) == 204
    assert send(browser_of(other), page, 20) == 204
    rows = RecordingPlace.objects.order_by("pk").values_list("member", "work", "second")
    assert list(rows) == [(member.pk, page.translation_key, 754), (other.pk, page.translation_key, 20)]


def test_a_member_is_offered_to_go_on_and_nobody_else_is(client: Client) -> None:
    page = make_recorded()
    member, other = browser_of(make_member()), browser_of(make_member("Tomos Beddow"))
    send(member, page, 754)
    assert "You stopped at 12:34." in member.get(page.url).content.decode()
    assert '<a href="?t=754#at">Go on from there</a>' in member.get(page.url).content.decode()
    assert "You stopped at 12:34." not in member.get(f"{page.url}?t=5").content.decode()
    for browser in (other, client):
        assert "You stopped at 12:34." not in browser.get(page.url).content.decode()
    send(member, page, 9)
    assert "You stopped at 0:09." not in member.get(page.url).content.decode()


def test_visitors_get_no_form_and_no_cookie(client: Client) -> None:
    answer = client.get(make_recorded().url)
    assert "data-place" not in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("second", ["", "x", "-1", "360001", "1e3", "9" * 400])
def test_what_is_no_second_is_refused(second: str) -> None:
    page = make_recorded()
    assert send(browser_of(make_member()), page, second) == 422
    assert not RecordingPlace.objects.exists()


def test_a_place_is_kept_only_where_one_may_watch(client: Client) -> None:
    member = browser_of(make_member())
    collection = Collection.get_first_root_node().add_child(name="Pilot schools")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="groups")
    closed = make_recorded(make_recording(collection=collection), title="Closed")
    coming = make_webinar("Coming", recording=make_recording())
    without = make_webinar("Without", in_days=-7)
    draft = make_recorded(title="Draft")
    draft.unpublish()
    assert [send(member, page, 5) for page in (closed, coming, without, draft)] == [404] * 4
    assert client.post(reverse("recording_place", args=[closed.slug]), {"second": 5}).status_code == 302
    assert member.get(reverse("recording_place", args=[closed.slug])).status_code == 405
    assert not RecordingPlace.objects.exists()


def test_a_place_goes_with_the_member() -> None:
    page, member = make_recorded(), make_member()
    send(browser_of(member), page, 754)
    erase(member)
    assert not RecordingPlace.objects.exists()


def test_a_place_costs_a_member_one_query(nothing_kept: None) -> None:
    page = make_recorded()
    member = browser_of(make_member())
    member.get(page.url)
    with budget(40, same_shape=9) as before:
        member.get(f"{page.url}?t=5")
    with budget(40, same_shape=9) as after:
        member.get(page.url)
    assert len(after) - len(before) == 1

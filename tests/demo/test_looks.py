"""A look writes nothing but what is told here: who only reads leaves no trace in the database."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from camtree.members.models import User
from learning.models import Enrolment, LessonPage

# Tables that a look may write, and why.
TOLD = {
    "media_camtreerendition": "a picture in a size that nobody has asked for yet",
    "learning_enrolment": "where a learner is in a course, so that they go on from there on another device",
    "django_session": "a session that is renewed",
    "learning_lookatlearner": "who looked at what learners did is written down",
}
WRITE = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO) "?(\w+)', re.IGNORECASE)
MINE = ("", "courses/", "research/", "reviews/", "waiting/", "cohorts/", "teaching/", "record/", "data/", "tried/")


def written(client: Client, addresses: list[str]) -> dict[str, set[str]]:
    """Tables that looks at these addresses write, each with the addresses that did."""
    found: dict[str, set[str]] = {}
    for address in addresses:
        with CaptureQueriesContext(connection) as log:
            response = client.get(address)
        assert response.status_code == 200, address
        for query in log.captured_queries:
            if table := WRITE.match(query["sql"]):
                found.setdefault(table[1], set()).add(address)
    return found


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def test_a_visitor_writes_nothing(client: Client) -> None:
    pages = Page.objects.live().filter(depth__gt=1, locale__language_code="en").select_related("locale")
    addresses = [str(page.url) for page in pages]
    assert len(addresses) > 40
    # Pictures in their sizes are made at the first look.
    assert set(written(client, addresses)) <= {"media_camtreerendition"}
    cache.clear()
    assert written(client, [*addresses, "/en/search/?q=pupils", "/en/account/login/", "/verify/"]) == {}


@pytest.mark.parametrize("name", ["member", "author", "reviewer", "lead", "editor"])
def test_somebody_signed_in_writes_only_what_is_told(client: Client, name: str) -> None:
    client.force_login(User.objects.get(email=f"{name}@demo.camtree.test"))
    addresses = [f"/en/my/{part}" for part in MINE if client.get(f"/en/my/{part}").status_code == 200]
    assert "/en/my/" in addresses
    assert set(written(client, addresses)) <= set(TOLD)


def test_a_learner_in_a_lesson_writes_where_they_are(client: Client) -> None:
    member = User.objects.get(email="member@demo.camtree.test")
    client.force_login(member)
    key = Enrolment.objects.filter(member=member).values_list("course_key", flat=True).first()
    lessons = [
        str(page.url)
        for page in LessonPage.objects.live().filter(locale__language_code="en")
        if page.get_parent().get_parent().translation_key == key
    ]
    assert set(written(client, lessons[:2])) - {"media_camtreerendition"} == {"learning_enrolment"}

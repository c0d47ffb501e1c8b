"""Editors bring questions in from files, and take them along."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Locale

from learning.models import Question
from learning.quizzes.exchange import read_questions
from tests.factories.courses import VALUES, make_question
from tests.factories.members import browser_of, make_member

pytestmark = pytest.mark.django_db

GIFT = """$CATEGORY: Talk

::Who::Who speaks?{=Everybody#Yes. ~Nobody}

::Match::Match.{=Plan -> before =Watch -> during}

::Broken::Which?{~a ~b}

::Twice::Which?{=a ~a}
"""


def editor() -> Any:
    return browser_of(make_member("Hannah", roles=("Editors",)))


def moderator() -> Any:
    return browser_of(make_member("Rafael", roles=("Moderators",)))


def send(browser: Any, content: str = GIFT, pool: str = "") -> Any:
    file = SimpleUploadedFile("talk.gift", content.encode(), "text/plain")
    locale = Locale.objects.get(language_code="en")
    address = reverse("wagtailsnippets_learning_question:import_file")
    return browser.post(address, {"file": file, "pool": pool, "locale": locale.pk})


def test_good_questions_come_in_and_faulty_ones_are_listed() -> None:
    browser = moderator()
    html = send(browser).content.decode()
    rows = Question.objects.order_by("pk")
    assert [(row.title, str(row.pool), row.live) for row in rows][:2] == [
        ("Who", "Talk", True),
        ("Match", "Talk", True),
    ]
    assert "Broken" not in {row.title for row in rows}
    assert "No option is right." in html
    options = rows[0].body.raw_data[0]["value"]["options"]
    assert len({option["id"] for option in options}) == 2


def test_the_same_file_twice_changes_nothing() -> None:
    browser = moderator()
    send(browser, pool="Mine")
    before = list(Question.objects.values_list("pk", "latest_revision"))
    assert "were there already" in send(browser, pool="Mine").content.decode()
    assert list(Question.objects.values_list("pk", "latest_revision")) == before


def test_a_file_that_is_none_is_told() -> None:
    assert "not a file of Moodle questions" in send(moderator(), "<html/>").content.decode()
    assert not Question.objects.exists()


def test_those_who_may_not_publish_do_not_import() -> None:
    address = reverse("wagtailsnippets_learning_question:import_file")
    for browser in (browser_of(make_member()), browser_of(make_member("Amina", roles=("Leads",)))):
        assert browser.get(address).status_code == 302  # turned away, as everywhere in the admin
    assert not Question.objects.exists()


@pytest.mark.parametrize("kind", ["gift", "xml"])
def test_questions_go_out_and_come_in_again(kind: str) -> None:
    for name in VALUES:
        make_question(name, f"A {name}")
    address = reverse("wagtailsnippets_learning_question:export_file")
    answer = moderator().get(address, {"as": kind})
    reading = read_questions(answer.content)
    assert reading.faults == []
    there = set(VALUES) - ({"ordering", "cloze"} if kind == "gift" else set())
    assert {question.kind for question in reading.questions} == there
    if kind == "gift":
        assert "// Left out, GIFT has no words for it: A cloze" in answer.content.decode()
    assert moderator().get(address, {"as": "word"}).status_code == 404
    assert moderator().get(address, {"pool": "None"}).status_code == 404

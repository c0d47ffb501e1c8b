"""Choosing a question, a quiz or a pool in the admin."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from wagtail.models import Locale

from learning.models import Question
from tests.factories.courses import make_pool, make_question, make_quiz
from tests.queries import budget

pytestmark = pytest.mark.django_db
QUESTIONS = "wagtailsnippetchoosers_learning_question:choose_results"


def found(client: Client, name: str = QUESTIONS, **asked: Any) -> list[str]:
    page = html.fromstring(client.get(reverse(name), asked).content.decode())
    return [" ".join(link.text_content().split()) for link in page.findall(".//a[@data-chooser-modal-choice]")]


def test_questions_are_found_by_words_of_their_title_and_of_what_they_ask(admin_client: Client) -> None:
    make_question(title="Wait time")
    make_question("choice", title="Talk", prompt="<p>Who opened the tester’s lid, and when?</p>")
    make_question("open", title="Arabic", prompt="<p>من تكلم أخيرًا؟</p>")
    for words, titles in (
        ("time", ["Wait time"]),
        ("waiting", ["Talk"]),  # one of its answers
        ("tester lid", ["Talk"]),
        ("lid time", []),
        ("تكلم", ["Arabic"]),
        ("", ["Arabic", "Talk", "Wait time"]),
        ("%", ["Arabic", "Talk", "Wait time"]),
        ('"', ["Arabic", "Talk", "Wait time"]),
    ):
        assert found(admin_client, q=words) == titles, words


def test_questions_are_found_by_pool_kind_and_language(admin_client: Client) -> None:
    pool = make_pool(1, "Observation")
    make_question("choice", title="Choice")
    spanish = make_question("choice", title="Elección")
    Question.objects.filter(pk=spanish.pk).update(locale=Locale.objects.get(language_code="es"))
    assert found(admin_client, pool=pool.pk) == ["Observation 0"]
    assert found(admin_client, kind="choice") == ["Choice", "Elección"]
    assert found(admin_client, kind="choice", locale="es") == ["Elección"]
    assert found(admin_client, q="observation") == ["Observation 0"]
    # What is none of ours filters nothing.
    assert len(found(admin_client, kind="x", pool="x")) == 3


def test_the_dialog_offers_what_it_filters_by(admin_client: Client) -> None:
    address = reverse("wagtailsnippetchoosers_learning_question:choose")
    page = html.fromstring(admin_client.get(address).json()["html"])
    assert {field.get("name") for field in page.xpath("//form//*[@name]")} >= {"q", "pool", "kind", "locale"}


def test_they_come_in_pages_and_ask_the_same_for_one_and_for_many(admin_client: Client) -> None:
    make_question(title="Only")
    found(admin_client)
    with budget(8, same_shape=1):
        assert len(found(admin_client)) == 1
    make_pool(30)
    with budget(8, same_shape=1):
        assert len(found(admin_client)) == 25
    assert len(found(admin_client, p=2)) == 6


def test_quizzes_and_pools_are_found_by_words(admin_client: Client) -> None:
    question = make_question()
    make_quiz(question, title="Wait time")
    make_quiz(question, title="Talk in pairs")
    make_pool(0, "Observation")
    make_pool(0, "Planning")
    assert found(admin_client, "wagtailsnippetchoosers_learning_quiz:choose_results", q="pairs") == ["Talk in pairs"]
    assert found(admin_client, "wagtailsnippetchoosers_learning_questionpool:choose_results", q="plan") == ["Planning"]

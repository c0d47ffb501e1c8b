"""What a quiz says before it is handed in, and to a tab that does not know what counts by now."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from learning.models import QuizAttempt
from learning.quizzes.actions.attempts import save_answers
from learning.quizzes.rendering import digest
from tests.factories.courses import make_question
from tests.learning.quizzes.test_quizzes import Taker

pytestmark = pytest.mark.django_db


def form_of(taker: Taker) -> dict[str, str]:
    """The hidden fields of the page, with the one that asks to look once more."""
    return {**taker.form(), "ask": "yes", "do": "submit"}


def named(html: str) -> list[str]:
    """The questions that the summary leads to."""
    return re.findall(r'href="#question-(\d+)"', html.split("data-error-summary")[1].split("</div>")[0])


def test_what_is_not_answered_is_named_and_pressed_again_it_is_handed_in() -> None:
    taker = Taker(make_question("short"), make_question("true_false"), make_question("cloze"))
    attempt = taker.begin()
    assert 'name="ask"' in taker.read()
    looked = taker.browser.post(taker.address(), {**form_of(taker), "q2": "true", "q3-1": "3"})
    html = looked.content.decode()
    assert looked.status_code == 422
    assert named(html) == ["1", "3"]  # a gap of the third is empty
    assert 'name="ask"' not in html
    attempt.refresh_from_db()
    assert attempt.submitted_at is None
    assert attempt.items.get(position=2).answer is True
    again = taker.browser.post(taker.address(), {**taker.form(), "do": "submit"})
    assert again["Location"] == taker.address("quiz_result")


def test_where_nothing_is_missing_nothing_is_asked() -> None:
    taker = Taker(make_question("short"))
    taker.begin()
    answer = taker.browser.post(taker.address(), {**form_of(taker), "q1": "pause"})
    assert answer["Location"] == taker.address("quiz_result")


def test_what_another_tab_changed_is_named_first() -> None:
    taker = Taker(make_question("short"))
    attempt = taker.begin()
    form = form_of(taker)
    save_answers(attempt=attempt, answers={1: "pause"}, client_key="other.1")
    looked = taker.browser.post(taker.address(), {**form, "q1": ""})
    assert (looked.status_code, named(looked.content.decode())) == (422, ["1"])
    assert 'value="pause"' in looked.content.decode()
    assert attempt.items.get().answer == "pause"


def test_saving_says_what_counts_and_what_it_replaced() -> None:
    taker = Taker(make_question("short"), make_question("true_false"))
    attempt = taker.begin()
    form, address = taker.form(), taker.address("save_quiz_attempt")
    known = {"q1": form["q1-seen"], "q2": form["q2-seen"]}

    def save(**said: Any) -> Any:
        return taker.browser.post(address, {**form, "known": json.dumps(known), **said}).json()

    said = save(q1="pause")
    assert said == {"saved": 1, "now": {"q1": digest("pause"), "q2": digest(None)}, "replaced": []}
    known["q1"] = said["now"]["q1"]
    save_answers(attempt=attempt, answers={1: "wait", 2: True}, client_key="other.1")
    said = save(q1="wait time")
    assert said["now"] == {"q1": digest("wait time"), "q2": digest(True)}
    assert said["replaced"] == ["q1"]
    assert attempt.items.get(position=2).answer is True


@pytest.mark.parametrize("known", ["", "[]", "{", "3", '{"q1":3}'])
def test_whatever_a_page_says_it_knew_is_no_fault(known: str) -> None:
    taker = Taker(make_question("short"))
    taker.begin()
    answer = taker.browser.post(taker.address("save_quiz_attempt"), {**taker.form(), "q1": "pause", "known": known})
    assert answer.status_code == 200


def test_at_the_end_of_the_time_a_script_hands_in_what_stands_there() -> None:
    taker = Taker(make_question("short"), make_question("true_false"), minutes=10)
    attempt = taker.begin()
    QuizAttempt.objects.update(due_at=timezone.now() - timedelta(seconds=5))
    form = {**taker.form(), "q1": "pause", "do": "submit"}
    answer = taker.browser.post(taker.address(), form, headers={"accept": "application/json"})
    assert answer.json() == {"result": taker.address("quiz_result")}
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None
    assert attempt.items.get(position=1).answer == "pause"

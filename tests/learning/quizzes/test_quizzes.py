"""Quizzes in the browser: the page with the questions, what it sends, the result, and those who mark."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Locale, Revision

from camtree.members.models import User
from learning.cohorts.choices import LookedAt
from learning.models import (
    AttemptItem,
    CoursePage,
    LessonPage,
    LookAtLearner,
    Question,
    Quiz,
    QuizAttempt,
    Step,
    StepRecord,
)
from learning.quizzes.actions.attempts import save_answers, start_attempt, submit_attempt
from learning.quizzes.queries import versions_of
from learning.quizzes.question_blocks import question_blocks
from learning.quizzes.quiz_blocks import DrawBlock
from learning.quizzes.rendering import asked_items
from learning.studying.actions import enrol_member
from learning.studying.progress import progress_of
from tests.factories.courses import (
    VALUES,
    as_list,
    make_course_with_quiz,
    make_learner,
    make_pool,
    make_question,
    make_quiz,
    option,
)
from tests.factories.members import PASSWORD, browser_of, make_member
from tests.queries import budget

pytestmark = pytest.mark.django_db
KINDS = list(VALUES)


class Taker:
    """A learner at a quiz, with a browser."""

    def __init__(self, *questions: Question, **fields: Any) -> None:
        self.quiz: Quiz = make_quiz(*questions, **fields)
        self.course, self.step = make_course_with_quiz(self.quiz)
        self.member, self.enrolment = make_learner(self.course)
        self.browser: Client = browser_of(self.member)

    def address(self, name: str = "quiz_attempt", number: int = 1) -> str:
        numbers = [] if name == "quiz" else [number]
        return reverse(name, args=[self.course.translation_key, self.step.key, *numbers])

    def begin(self) -> QuizAttempt:
        return start_attempt(enrolment=self.enrolment, step=self.step, quiz=self.quiz)

    def read(self, name: str = "quiz_attempt", number: int = 1) -> str:
        response = self.browser.get(self.address(name, number))
        assert response.status_code == 200
        return response.content.decode()

    def form(self) -> dict[str, str]:
        """The hidden fields of the page as it is now."""
        return dict(re.findall(r'<input type="hidden" name="(key|attempt|q\d+-seen)" value="([^"]*)"', self.read()))


def right_form(attempt: QuizAttempt) -> dict[str, Any]:
    """What a form sends that has everything right."""
    rows = list(AttemptItem.objects.filter(attempt=attempt))
    sent: dict[str, Any] = {}
    for row in rows:
        row.attempt = attempt
    for asked in asked_items(rows, versions_of(rows)):
        question, name = asked.question, asked.name
        if question.kind == "choice":
            best = max(question.options, key=lambda option: option.percent)  # type: ignore[union-attr]
            sent[name] = str(asked.order["options"].index(best.id))
        elif question.kind == "matching":
            for place, left in enumerate(asked.order["left"]):
                sent[f"{name}-{place}"] = str(asked.order["right"].index(left))
        elif question.kind == "ordering":
            right = [item.id for item in question.items]  # type: ignore[union-attr]
            for place, key in enumerate(asked.order["items"]):
                sent[f"{name}-{place}"] = str(right.index(key) + 1)
        elif question.kind == "cloze":
            choice = question.gaps[1]  # type: ignore[union-attr]
            at = asked.order[choice.id].index(choice.options[0].id)
            sent |= {f"{name}-1": "٣", f"{name}-2": str(at), f"{name}-3": "Listen"}
        else:
            sent[name] = {"true_false": "true", "numeric": "3,2", "short": "Wait time", "open": "I will wait."}[
                question.kind
            ]
    return sent


def test_every_kind_is_asked_and_answered_without_script() -> None:
    taker = Taker(*[make_question(kind) for kind in KINDS])
    page = taker.read("quiz")
    assert "Start the quiz" in page
    assert taker.browser.post(taker.address("quiz")).headers["Location"] == taker.address()
    assert "Continue" in taker.read("quiz")
    html = taker.read()
    assert html.count("<fieldset") == html.count("<legend>") == len(KINDS)
    attempt = QuizAttempt.objects.get()
    response = taker.browser.post(taker.address(), {**taker.form(), **right_form(attempt), "do": "submit"})
    assert response.headers["Location"] == taker.address("quiz_result")
    assert set(AttemptItem.objects.exclude(answer="I will wait.").values_list("score", flat=True)) == {1}
    result = taker.read("quiz_result")
    assert "Waits to be marked" in result
    # One for each question but the open one, and one for each pair, place and gap in them.
    assert result.count('class="badge right"') == 20
    assert taker.browser.get(taker.address()).headers["Location"] == taker.address("quiz_result")
    assert "Attempt 1" in taker.read("quiz")


def test_saving_keeps_what_is_filled_in_and_shows_it_again() -> None:
    taker = Taker(*[make_question(kind) for kind in KINDS])
    attempt = taker.begin()
    sent = right_form(attempt)
    for _time in range(2):
        assert taker.browser.post(taker.address(), {**taker.form(), **sent, "do": "save"}).status_code == 302
    html = taker.read()
    assert html.count(" selected>") == 2 + 4 + 1
    assert html.count(" checked>") == 2
    assert "I will wait.</textarea>" in html
    assert "Your answers are saved" in html
    assert QuizAttempt.objects.get().submitted_at is None
    submitted = submit_attempt(attempt=attempt, answers={}, client_key="")
    assert list(submitted.items.exclude(score=1).values_list("answer", flat=True)) == ["I will wait."]


def test_a_page_that_stood_open_takes_nothing_back() -> None:
    taker = Taker(make_question("short"), make_question("true_false"))
    attempt = taker.begin()
    stale = taker.form()
    save_answers(attempt=attempt, answers={1: "pause"}, client_key="phone.1")
    taker.browser.post(taker.address(), {**stale, "q1": "", "q2": "true", "do": "save"})
    assert list(attempt.items.values_list("answer", flat=True)) == ["pause", True]
    # Touched by the script, an answer counts as changed, also where it is changed back to nothing.
    taker.browser.post(taker.address(), {**stale, "q1-seen": "", "q1": "", "do": "save"})
    assert attempt.items.get(position=1).answer is None


def test_saving_in_the_background_says_what_became_of_it() -> None:
    taker = Taker(make_question("short"), minutes=10)
    attempt = taker.begin()
    form, address = taker.form(), taker.address("save_quiz_attempt")
    assert taker.browser.get(address).status_code == 405
    assert taker.browser.post(address, {**form, "q1": "pause"}).json() == {"saved": 1}
    assert taker.browser.post(address, {**form, "q1": "x" * 501}).status_code == 422
    assert attempt.items.get().answer == "pause"
    assert taker.browser.post(address, {**form, "q1": "pau\0se", "key": "\0" * 99}).json() == {"saved": 1}
    QuizAttempt.objects.update(due_at=timezone.now() - timedelta(minutes=2))
    late = taker.browser.post(address, {**form, "q1": "wait time"})
    assert (late.status_code, late.json()["says"]) == (409, "The time is over. What came in time counts.")
    assert "The time is over" in taker.read()
    taker.browser.post(taker.address(), {**form, "q1": "wait time", "do": "submit"})
    html = taker.read("quiz_result")
    assert "came too late" in html
    assert "<b>50%</b>" in html
    said = taker.browser.post(address, {**form, "q1": "again"})
    assert (said.status_code, said.json()["result"]) == (409, taker.address("quiz_result"))


def test_sent_twice_it_is_submitted_once_and_what_differs_is_told() -> None:
    taker = Taker(make_question())
    taker.begin()
    form = {**taker.form(), "q1": "true", "do": "submit"}
    for _time in range(2):
        assert taker.browser.post(taker.address(), form).headers["Location"] == taker.address("quiz_result")
    assert "too late" not in taker.read("quiz_result")
    assert AttemptItem.objects.get().late_at is None
    assert StepRecord.objects.get().score == 1


def test_nonsense_is_no_answer_and_no_error() -> None:
    taker = Taker(*[make_question(kind) for kind in KINDS])
    attempt = taker.begin()
    for junk in ("99999999999999999999999", "-1", "²", "\0", "é", "1e9", "[]"):
        names = [f"q{n}" for n in range(1, 9)] + [f"q{n}-{m}" for n in range(1, 9) for m in range(5)]
        form = {**taker.form(), **dict.fromkeys(names, junk), "key": junk, "do": "save"}
        assert taker.browser.post(taker.address(), form).status_code == 302
    assert taker.browser.post(taker.address(), {"do": "submit"}).status_code == 302
    assert QuizAttempt.objects.get(pk=attempt.pk).is_submitted
    assert taker.read("quiz_result")


def test_who_is_signed_out_finds_the_answers_after_signing_in() -> None:
    taker = Taker(make_question("short"))
    attempt = taker.begin()
    form = taker.form()
    browser = Client()
    response = browser.post(taker.address(), {**form, "q1": "pause", "do": "submit"})
    assert response.status_code == 302
    assert reverse("account_login") in response.headers["Location"]
    browser.post(reverse("account_login"), {"login": taker.member.email, "password": PASSWORD})
    html = browser.get(taker.address()).content.decode()
    assert "The answers you sent before signing in are saved" in html
    assert 'value="pause"' in html
    assert attempt.items.get().answer == "pause"
    other, stranger = Client(), Taker(make_question("short"))
    stranger.begin()
    other.post(taker.address(), {**form, "q1": "pause", "do": "submit"})
    other.force_login(stranger.member, backend="django.contrib.auth.backends.ModelBackend")
    assert 'value="pause"' not in other.get(stranger.address()).content.decode()


def test_nobody_fills_the_sessions_with_answers() -> None:
    taker = Taker(make_question("short"))
    attempt = taker.begin()
    form = taker.form()

    def held(**changes: str) -> int:
        Session.objects.all().delete()
        Client().post(taker.address(), {**form, "q1": "pause", **changes})
        return Session.objects.count()

    assert held() == 1
    assert held(attempt="") == held(attempt="x") == held(attempt="9" * 30) == held(attempt=str(attempt.pk + 1)) == 0
    assert held(q1="x" * 250_000) == 0
    assert [held() for _ in range(30)] == [1] * 29 + [0]


def test_what_is_not_theirs_is_not_there() -> None:
    taker = Taker(make_question())
    taker.begin()
    stranger = browser_of(make_member())
    other = Taker(make_question())
    for name in ("quiz", "quiz_attempt", "quiz_result"):
        assert stranger.get(taker.address(name)).status_code == 404
        assert other.browser.get(taker.address(name)).status_code == 404
        assert Client().get(taker.address(name)).status_code == 302
    assert stranger.post(taker.address("save_quiz_attempt")).status_code == 404
    assert taker.browser.get(taker.address(number=2)).status_code == 404
    assert taker.browser.get(taker.address(number=10**30)).status_code == 404
    assert taker.browser.get(taker.address("quiz_result")).headers["Location"] == taker.address()


def test_what_was_right_is_shown_when_it_may_be() -> None:
    taker = Taker(make_question(), feedback="closing", closes_at=timezone.now() + timedelta(days=1))
    submit_attempt(attempt=taker.begin(), answers={1: False}, client_key="")
    html = taker.read("quiz_result")
    assert "after the quiz has closed" in html
    assert "It is so." not in html
    assert 'class="badge wrong"><' not in html
    Quiz.objects.update(closes_at=timezone.now() - timedelta(minutes=1))
    assert "It is so." in taker.read("quiz_result")
    assert "This quiz has closed." in taker.read("quiz")
    assert "This quiz has closed." in taker.browser.post(taker.address("quiz"), follow=True).content.decode()


def test_a_result_says_what_is_right_as_a_person_would() -> None:
    options = as_list(option("A", 50), option("B", 50), option("C", -100))
    taker = Taker(make_question("short"), make_question("choice", multiple=True, options=options))
    submit_attempt(attempt=taker.begin(), answers={2: [options[0]["id"], options[2]["id"]]}, client_key="")
    html = taker.read("quiz_result")
    assert "wait… time" in html
    assert html.count("no answer") == 1
    words = [
        " ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in re.findall(r"<li[^>]*>\s*<p>.*?</li>", html, re.S)
    ]
    assert set(words[1:]) == {"A Your answer ✓ Right", "B ✓ Would have been right", "C Your answer ✗ Not right"}


def test_the_result_of_a_quiz_that_is_gone_can_be_read() -> None:
    taker = Taker(make_question())
    submit_attempt(attempt=taker.begin(), answers={1: False}, client_key="")
    taker.quiz.unpublish()
    Step.objects.update(retired_at=timezone.now())
    assert "It is so." in taker.read("quiz_result")
    assert taker.browser.get(taker.address("quiz")).status_code == 404


def test_the_lesson_leads_to_the_quiz_and_the_visitor_to_the_course() -> None:
    taker = Taker(make_question(), make_question("short"))
    block = LessonPage.objects.get().body[0]
    state = progress_of(taker.enrolment).by_key[str(taker.step.key)]
    learner = render_to_string(
        "blocks/quiz_block.html", {"value": block.value, "enrolment": taker.enrolment, "step": state}
    )
    assert f'href="{taker.address("quiz")}"' in learner
    assert "2 questions" in learner
    visitor = render_to_string("blocks/quiz_block.html", {"value": block.value})
    assert "Enrol in the course" in visitor
    assert "href" not in visitor
    assert Client().get(LessonPage.objects.get().url).status_code == 200


# ---------------------------------------------------------------- budgets


def test_thirty_questions_are_submitted_in_few_queries() -> None:
    taker = Taker(*[make_question(kind, f"{kind} {n}") for n in range(5) for kind in KINDS[:6]])
    attempt = taker.begin()
    form = {**taker.form(), **right_form(attempt), "do": "submit"}
    with budget(21, same_shape=2):
        assert taker.browser.post(taker.address(), form).status_code == 302
    assert QuizAttempt.objects.get().score == 1
    with budget(7, same_shape=1):
        taker.read("quiz_result")
    with budget(8, same_shape=1):
        taker.begin()
    with budget(7, same_shape=1):
        taker.read("quiz_attempt", 2)
    with budget(8, same_shape=1):
        taker.read("quiz")


# ---------------------------------------------------------------- marking


def marker() -> User:
    return make_member("Rafael", roles=("Editors",))


def test_open_answers_are_marked_from_a_list() -> None:
    taker = Taker(make_question("open", prompt="<p>What will you try?</p>"))
    submit_attempt(attempt=taker.begin(), answers={1: "I will wait."}, client_key="")
    item = AttemptItem.objects.get()
    assert taker.browser.get(reverse("marking")).status_code == 404
    assert taker.browser.get(reverse("mark_answer", args=[item.pk])).status_code == 404
    browser = browser_of(marker())
    with budget(7, same_shape=1):
        html = browser.get(reverse("marking")).content.decode()
    address = reverse("mark_answer", args=[item.pk])
    assert f'href="{address}"' in html
    assert taker.member.display_name in html
    page = browser.get(address).content.decode()
    assert "I will wait." in page
    assert "Names a pupil." in page
    for wrong in ("11", "-1", "many", "", "NaN", "1e99"):
        assert browser.post(address, {"points": wrong}).status_code == 422
    assert browser.post(address, {"points": "7.5", "feedback": "Name a pupil."}).status_code == 302
    assert "No answer waits" in browser.get(reverse("marking")).content.decode()
    html = taker.read("quiz_result")
    assert "Marked: 75%" in html
    assert "Name a pupil." in html
    assert "Names a pupil." not in html
    assert 'value="7.5"' in browser.get(address).content.decode()
    [look] = LookAtLearner.objects.all()  # however often within the hour
    assert (look.what, look.enrolment, look.cohort) == (LookedAt.ANSWER, item.attempt.enrolment, None)


def test_nobody_marks_their_own_answer() -> None:
    taker = Taker(make_question("open"))
    own = marker()
    enrolment = enrol_member(course=CoursePage.objects.get(), member=own)
    attempt = start_attempt(enrolment=enrolment, step=taker.step, quiz=taker.quiz)
    submit_attempt(attempt=attempt, answers={1: "Mine."}, client_key="")
    browser = browser_of(own)
    assert "No answer waits" in browser.get(reverse("marking")).content.decode()
    assert browser.get(reverse("mark_answer", args=[AttemptItem.objects.get().pk])).status_code == 404


# ---------------------------------------------------------------- editors

BLOCKS = dict(question_blocks())
PROMPT = {"prompt": "<p>?</p>", "general_feedback": ""}


def refused(kind: str, **value: Any) -> str:
    """What the block of a kind says to a value; empty for nothing."""
    block = BLOCKS[kind]
    try:
        block.clean(block.to_python({**PROMPT, **VALUES[kind], **value}))
    except StructBlockValidationError as error:
        return (
            " ".join(str(part) for part in error.non_block_errors.as_data()[0].messages)
            if error.non_block_errors
            else "?"
        )
    return ""


def gap(kind: str, *answers: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "answers": as_list(*answers)}


@pytest.mark.parametrize("kind", KINDS)
def test_blocks_take_what_is_right(kind: str) -> None:
    assert refused(kind) == ""


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("choice", {"options": as_list(option("A", 100))}, "Give at least two options."),
        ("choice", {"options": as_list(option("A"), option("B"))}, "No option is right: give one more than 0"),
        ("choice", {"options": as_list(option("A", 50), option("B"))}, "one has to earn 100 per cent."),
        ("choice", {"multiple": True, "options": as_list(option("A", 50), option("B"))}, "together have to earn 100"),
        ("matching", {"pairs": as_list({"left": "A", "right": "B"})}, "Give at least two pairs."),
        ("matching", {"extra": as_list("Teaches ")}, "A right side that belongs to none stands in a pair too."),
        ("ordering", {"items": as_list("A")}, "Give at least two items."),
        ("numeric", {"answers": as_list({"value": "3", "tolerance": "0", "percent": 50})}, "has to earn 100"),
        ("short", {"answers": as_list(option("A", 50))}, "One accepted answer has to earn 100 per cent."),
        ("cloze", {"text": "[[1]] [[2]]"}, "The text has no [[3]] for one of the gaps below."),
        ("cloze", {"text": "[[1]] [[2]] [[3]] [[4]]"}, "The text has [[4]], but there is no such gap below."),
        ("cloze", {"text": "[[1]] [[2]] [[3]] [[3]]"}, "A gap stands in the text twice."),
    ],
)  # fmt: skip
def test_blocks_refuse_what_cannot_be_answered(kind: str, value: dict[str, Any], sentence: str) -> None:
    assert sentence in refused(kind, **value)


def test_gaps_refuse_what_cannot_be_filled() -> None:
    block = BLOCKS["cloze"].child_blocks["gaps"].child_block
    for value, sentence in (
        (gap("short", option("A", 50, tolerance="0")), "One answer of each gap has to earn 100 per cent."),
        (gap("choice", option("A", 100, tolerance="0")), "A gap to choose for needs at least two answers."),
        (gap("numeric", option("three", 100, tolerance="0")), "The answers of a gap for a number have to be numbers."),
    ):
        with pytest.raises(StructBlockValidationError) as caught:
            block.clean(block.to_python(value))
        assert caught.value.non_block_errors.as_data()[0].messages == [sentence]


def test_a_draw_is_no_larger_than_its_pool() -> None:
    pool, block = make_pool(2), DrawBlock()
    block.clean(block.to_python({"pool": pool.pk, "number": 2}))
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python({"pool": pool.pk, "number": 3}))
    assert caught.value.block_errors["number"].messages == ["This pool has 2 published questions."]


def test_editors_publish_quizzes_with_questions_only() -> None:
    browser = browser_of(marker())
    address = reverse("wagtailsnippets_learning_quiz:add")
    question = make_question()
    form = {
        "title": "New", "introduction": "", "pass_percent": "70", "attempts": "0", "minutes": "", "closes_at": "",
        "feedback": "attempt", "items-count": "0", "action-publish": "yes",
    }  # fmt: skip
    assert browser.post(address, form).status_code == 200
    assert not Quiz.objects.exists()
    first = {
        "items-count": "1", "items-0-deleted": "", "items-0-order": "0", "items-0-type": "question",
        "items-0-id": str(uuid4()), "items-0-value": str(question.pk),
    }  # fmt: skip
    closing = browser.post(address, {**form, **first, "feedback": "closing"})
    assert "Say when it closes" in closing.content.decode()
    assert browser.post(address, {**form, **first}).status_code == 302
    assert Quiz.objects.get().live is True


def test_editors_are_told_that_what_learners_answered_stays() -> None:
    taker, unused = Taker(make_question()), make_question("short")
    taker.begin()
    browser = browser_of(make_member(is_superuser=True))
    for name, row in (("question", Question.objects.exclude(pk=unused.pk).get()), ("quiz", taker.quiz)):
        address = reverse(f"wagtailsnippets_learning_{name}:delete", args=[row.pk])
        assert "Learners have answered this." in browser.post(address, follow=True).content.decode()
    browser.post(reverse("wagtailsnippets_learning_question:delete", args=[unused.pk]))
    assert Question.objects.count() == Quiz.objects.count() == 1


@pytest.mark.parametrize("kind", KINDS)
def test_editors_see_a_question_as_learners_do_with_what_is_right(kind: str) -> None:
    question = make_question(kind)
    response = question.make_preview_request()
    html = response.content.decode()
    assert response.status_code == 200
    assert 'id="question-1" disabled ' in html
    assert "Right answers" in html
    expected = {"choice": '<li dir="auto">Waiting', "numeric": "3 ± 0.5 s", "cloze": "listen", "open": "Names a pupil."}
    assert expected.get(kind, "<li") in html
    with override("ar"):
        assert question.make_preview_request().status_code == 200


def test_editors_see_a_quiz_as_learners_do_drawn_anew_and_nothing_is_kept() -> None:
    question = make_question("choice", "Chosen")
    quiz = make_quiz(question, draws=((make_pool(6), 2),), introduction="Take your time.")
    question.live_revision = None  # one that was made live without a version is given none by looking at it
    question.save()
    versions = Revision.objects.count()
    seen = set()
    for _look in range(12):
        html = quiz.make_preview_request().content.decode()
        assert "Take your time." in html
        assert "Question 3 of 3" in html
        assert html.count("<summary>Right answers</summary>") == 3
        seen.update(re.findall(r"Observation \d", html))
    assert len(seen) > 2
    assert (Revision.objects.count(), QuizAttempt.objects.count()) == (versions, 0)


def test_a_quiz_without_questions_can_be_previewed() -> None:
    quiz = Quiz(title="New", locale=Locale.objects.get(language_code="en"))
    assert "This quiz has no questions just now." in quiz.make_preview_request().content.decode()


def test_an_empty_question_can_be_previewed() -> None:
    assert "Write the question to see it here." in Question(title="New").make_preview_request().content.decode()

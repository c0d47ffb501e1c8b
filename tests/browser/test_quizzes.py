"""A quiz in a real browser: saved while it is answered, kept on the device where there is no line."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import expect

from learning.models import AttemptItem, QuizAttempt
from learning.quizzes.actions.attempts import save_answers, start_attempt
from tests.factories.courses import VALUES, make_course_with_quiz, make_learner, make_question, make_quiz
from tests.factories.members import browser_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_answers_are_saved_by_themselves_and_kept_without_a_line(
    live_server: Any, page: Any, site_after_flush: None
) -> None:
    quiz = make_quiz(*[make_question(kind) for kind in VALUES], minutes=45)
    course, step = make_course_with_quiz(quiz)
    member, enrolment = make_learner(course)
    start_attempt(enrolment=enrolment, step=step, quiz=quiz)
    cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith(live_server.url) else faults.append(request.url))
    address = f"{live_server.url}/en/my/courses/{course.translation_key}/quizzes/{step.key}/"
    short = list(VALUES).index("short") + 1

    def stored() -> Any:
        return AttemptItem.objects.get(position=short).answer

    page.goto(f"{address}1/")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.locator("[data-left]")).to_have_text("44 minutes left")
    page.get_by_role("radio", name="True").check()
    page.locator(f"#id_q{short}").fill("pause")
    status = page.locator("[data-status]")
    expect(status).to_have_text(re.compile(r"^Saved( \d+ s ago)?$"))
    assert stored() == "pause"

    page.context.set_offline(True)
    page.locator(f"#id_q{short}").fill("wait time")
    expect(status).to_have_text("Not saved yet: no connection; your answers are kept on this device")
    assert stored() == "pause"
    page.context.set_offline(False)
    expect(status).to_have_text(re.compile(r"^Saved"), timeout=15_000)
    assert stored() == "wait time"

    # Changed, and back to what stood there when the page was opened.
    page.locator(f"#id_q{short}").fill("")
    expect.set_options(timeout=15_000)
    page.wait_for_function("document.querySelector('[data-status]').textContent.startsWith('Saved')")
    page.wait_for_timeout(2500)
    assert stored() is None

    # What could not be sent before the page was closed comes back with the page.
    page.context.set_offline(True)
    page.locator(f"#id_q{short}").fill("pause")
    expect(status).to_contain_text("Not saved yet")
    page.context.set_offline(False)
    page.evaluate("window.stop()")
    page.goto(f"{address}1/")
    expect(page.locator(f"#id_q{short}")).to_have_value("pause")
    expect(status).to_have_text(re.compile(r"^Saved"))
    assert stored() == "pause"

    # Enter in a field hands nothing in, and the button first says what is not answered.
    page.locator(f"#id_q{short}").press("Enter")
    page.get_by_role("button", name="Submit answers").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_text([f"Question {n}" for n in range(1, 9) if n not in {2, short}])
    expect(page.locator(f"#id_q{short}")).to_have_value("pause")
    summary.get_by_role("link", name="Question 1", exact=True).click()
    assert page.url.endswith("#question-1")
    page.get_by_role("button", name="Submit answers").click()
    expect(page).to_have_url(re.compile(f"^{address}1/result/"))
    assert [fault for fault in faults if "422" not in fault] == []


def test_enter_without_script_saves_and_spends_no_attempt(
    live_server: Any, new_context: Any, site_after_flush: None
) -> None:
    quiz = make_quiz(make_question("short"))
    course, step = make_course_with_quiz(quiz)
    member, enrolment = make_learner(course)
    attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz)
    page = new_context(java_script_enabled=False, base_url=live_server.url).new_page()
    sign_in(page, member, live_server)
    page.goto(address_of(course, step))
    page.locator("#id_q1").fill("pause")
    page.locator("#id_q1").press("Enter")
    expect(page.locator(".messages")).to_contain_text("Your answers are saved.")
    attempt.refresh_from_db()
    assert attempt.submitted_at is None


def test_the_last_minute_counts_seconds_and_the_quiz_hands_itself_in(
    live_server: Any, page: Any, site_after_flush: None
) -> None:
    quiz = make_quiz(make_question("short"), minutes=10)
    course, step = make_course_with_quiz(quiz)
    member, enrolment = make_learner(course)
    attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz)
    QuizAttempt.objects.update(due_at=timezone.now() + timedelta(seconds=13))
    sign_in(page, member, live_server)
    page.goto(live_server.url + address_of(course, step))
    expect(page.locator("[data-left]")).to_have_text(re.compile(r"^\d+ seconds left$"))
    expect(page.locator("[data-left-aloud]")).to_have_text("10 seconds left")
    page.locator("#id_q1").fill("pause")
    expect(page).to_have_url(re.compile("/result/$"), timeout=20_000)
    attempt.refresh_from_db()
    assert attempt.submitted_at is not None
    assert attempt.items.get().answer == "pause"


def test_a_tab_says_that_another_changed_an_answer(live_server: Any, page: Any, site_after_flush: None) -> None:
    quiz = make_quiz(make_question("short"))
    course, step = make_course_with_quiz(quiz)
    member, enrolment = make_learner(course)
    start_attempt(enrolment=enrolment, step=step, quiz=quiz)
    sign_in(page, member, live_server)
    address = live_server.url + address_of(course, step)
    page.goto(address)
    page.locator("#id_q1").fill("pause")
    expect(page.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    other = page.context.new_page()
    other.goto(address)
    expect(other.locator("#id_q1")).to_have_value("pause")
    other.locator("#id_q1").fill("wait time")
    expect(other.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    notice = page.locator("#question-1 .changed-elsewhere")
    expect(notice).to_contain_text("What it says counts, not what is here.")
    assert other.locator(".changed-elsewhere").count() == 0
    notice.get_by_role("button", name="Show what counts").click()
    expect(page.locator("#id_q1")).to_have_value("wait time")
    assert AttemptItem.objects.get().answer == "wait time"


def test_a_device_that_heard_nothing_is_told_before_it_submits(
    live_server: Any, new_context: Any, site_after_flush: None
) -> None:
    quiz = make_quiz(make_question("short"))
    course, step = make_course_with_quiz(quiz)
    member, enrolment = make_learner(course)
    attempt = start_attempt(enrolment=enrolment, step=step, quiz=quiz)
    page = new_context(base_url=live_server.url).new_page()
    sign_in(page, member, live_server)
    page.goto(address_of(course, step))
    save_answers(attempt=attempt, answers={1: "pause"}, client_key="other.1")
    page.get_by_role("button", name="Submit answers").click()
    summary = page.locator("[data-error-summary]")
    expect(summary).to_contain_text("Changed in another tab or on another device")
    expect(page.locator("#id_q1")).to_have_value("pause")


def address_of(course: Any, step: Any) -> str:
    return f"/en/my/courses/{course.translation_key}/quizzes/{step.key}/1/"


def sign_in(page: Any, member: Any, live_server: Any) -> None:
    cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

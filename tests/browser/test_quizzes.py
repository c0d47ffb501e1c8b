"""A quiz in a real browser: saved while it is answered, kept on the device where there is no line."""

import re
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import expect

from learning.models import AttemptItem
from learning.quizzes.actions.attempts import start_attempt
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

    page.get_by_role("button", name="Submit answers").click()
    expect(page).to_have_url(f"{address}1/result/")
    assert faults == []

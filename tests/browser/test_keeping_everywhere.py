"""Every page on which one can type more than a line keeps what is typed there: typed, loaded anew, it is back."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from learning.quizzes.actions.attempts import start_attempt
from tests.factories.courses import (
    lessons_of,
    make_course_with_quiz,
    make_enrolment,
    make_learner,
    make_question,
    make_quiz,
    make_study,
    reflection,
)
from tests.factories.members import browser_of
from tests.test_forms import places

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Eleven of them spoke."
# Where a form is shown whose own address only takes it.
SHOWN_AT = {
    "invite_reviewer": "edit_submission",
    "ask_authors": "edit_submission",
    "decide_submission": "edit_submission",
    "answer_question": "my_inquiry_rounds",
    "decide_replication": "replications",
    "answer_flag": "submit_inquiry",
}
# Templates that write their long field by hand; all others take it from components/form_field.html.
BY_HAND = {
    "learning/cohorts/discussion.html",
    "learning/offline/step.html",  # stands in a file on a disk, where a script of its own keeps it
    "learning/quizzes/field.html",
    "learning/studying/note_form.html",
    "media/captions/edit.html",  # the words of one cue, sent and kept as part of the whole file
    "research/inquiries/comments.html",
    "research/inquiries/references.html",  # what was pasted, to be sent once more
    "research/inquiries/write.html",
    "research/publishing/desks/replications.html",
    "research/review/submission.html",
}

# Forms of short answers, choices and files; those with more than three lines are kept as well.
NO_LONG_FIELD = {
    *("answer_flag", "attend_session", "change_session", "hand_back_peer_work", "join_cohort", "my_certificate"),
    *("my_inquiry_ethics", "my_inquiry_facts", "my_inquiry_file", "my_inquiry_files", "my_inquiry_people"),
    *("my_inquiry_person", "my_inquiry_word", "my_profile", "open_code", "password_of_collection"),
    *("password_of_page", "peer_example", "start_inquiry", "my_digest", "save_search"),
    *("register_for_webinar", "submit_inquiry"),
    *("take_draft", "teach_deadlines", "teach_facts", "teach_learner", "teach_session"),
    *("teach_sessions", "upload_answers", "write_note"),  # the note stands on the page of its lesson
}


def test_every_long_field_written_by_hand_is_known() -> None:
    folder = Path(settings.BASE_DIR) / "templates"
    found = {str(file.relative_to(folder)) for file in folder.rglob("*.html") if "<textarea" in file.read_text()}
    assert found == BY_HAND


def pages() -> dict[str, tuple[Any, str]]:
    """Who, and where, by name: the pages of every form, and those with a long field of their own."""
    found: dict[str, tuple[Any, str]] = {}
    for name, opens in places.items():
        browser, address, _pressed = opens()
        shown = SHOWN_AT.get(name)
        if shown == "replications":
            address = reverse(shown)
        elif shown:
            pk = re.search(r"/(\d+)/", address)
            assert pk
            address = reverse(shown, args=[pk[1]])
        if browser.get(address).status_code == 200:
            found[name] = (browser, address)
    course = make_study([reflection()])
    found["lesson"] = (browser_of(make_enrolment(course).member), lessons_of(course)[0].url)
    quiz = make_quiz(make_question("open"))
    course, step = make_course_with_quiz(quiz)
    member, enrolment = make_learner(course)
    start_attempt(enrolment=enrolment, step=step, quiz=quiz)
    found["quiz"] = (browser_of(member), reverse("quiz_attempt", args=[course.translation_key, step.key, 1]))
    return found


def test_what_is_typed_is_back_after_loading_the_page_anew(
    new_context: Any, live_server: Any, site_after_flush: None
) -> None:
    walked = set()
    for name, (client, address) in pages().items():
        context = new_context(base_url=live_server.url, viewport={"width": 360, "height": 740})
        cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie:
            context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        page: Page = context.new_page()
        page.goto(address)
        page.evaluate("for (const box of document.querySelectorAll('main details')) box.open = true")
        area = page.locator("form[method=post] textarea[name]:visible").first
        if area.count():
            walked.add(name)
            where = f"#{area.get_attribute('id')}"
            page.locator(where).fill(WORDS)
            said = page.locator(".kept-line [role=status]:not(:empty), [data-status]:not(:empty)").first
            expect(said, name).to_contain_text(re.compile("Saved|Kept"))
            page.reload()
            expect(page.locator(where), name).to_have_value(WORDS)
            assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        context.close()
    assert len(walked) > 25
    assert {"lesson", "quiz", "contact_lead", "decide_submission", "my_review", "review_desk", "assignment"} <= walked
    assert set(places) - walked == NO_LONG_FIELD

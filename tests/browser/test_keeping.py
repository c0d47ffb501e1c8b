"""What is typed is kept, in a real browser: here, on other devices, without a line, until the server has taken it."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from camtree.members.models import KeptWords, User
from leads.models import Enquiry
from learning.models import JournalEntry
from learning.studying.actions import write_journal
from research.inquiries.actions.writing import invite_person
from research.models import InquiryPerson
from tests.factories.courses import lessons_of, make_enrolment, make_study, reflection, step_of
from tests.factories.inquiries import make_accepted, make_inquiry, owner_of
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_lead

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opening = Callable[..., Page]
LOOK = ""


@pytest.fixture
def open_as(new_context: Any, live_server: Any, site_after_flush: None) -> Opening:
    """A browser of its own, a phone, in which somebody is signed in; nobody for None."""

    def arrive(member: User | None, **options: Any) -> Page:
        context = new_context(base_url=live_server.url, viewport={"width": 360, "height": 740}, **options)
        if member is not None:
            cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page: Page = context.new_page()
        return page

    return arrive


def status(page: Page) -> Locator:
    return page.locator(".kept-line [role=status]").last


def test_an_enquiry_of_a_visitor_stays_in_the_tab_until_it_is_sent(open_as: Opening) -> None:
    lead = make_lead("Sunita Rao", owner=make_member("Sunita", roles=("Leads",)))
    page = open_as(None)
    address = reverse("contact_lead", args=[lead.slug])
    page.goto(address)
    page.get_by_label("Your name").fill("Ana")
    page.locator("textarea").fill("Could you come to our school?")
    # Arabic typed on an English page goes from right to left.
    assert page.evaluate("getComputedStyle(document.querySelector('textarea')).unicodeBidi") == "plaintext"
    page.get_by_label("Your name").press("Enter")
    expect(status(page)).to_have_text("Kept in this tab, not sent yet")
    page.reload()
    expect(page.locator("textarea")).to_have_value("Could you come to our school?")
    expect(page.get_by_label("Your name")).to_have_value("Ana")
    expect(status(page)).to_contain_text(re.compile(r"^Your words of \d\d:\d\d are back\.$"))
    assert page.evaluate("document.activeElement === document.body")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("localStorage.length") == 0

    # Refused, what was typed is still there, and stays when the page is opened anew.
    page.get_by_role("button", name="Send").click()
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.goto(address)
    expect(page.locator("textarea")).to_have_value("Could you come to our school?")
    page.get_by_label("E-mail").fill("ana@school.test")
    page.locator("[name=consent]").check()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url(lambda url: not url.endswith("/contact/"))
    assert Enquiry.objects.get().message == "Could you come to our school?"
    page.goto(address)
    expect(page.locator("textarea")).to_have_value("")
    assert page.evaluate("sessionStorage.length") == 0


def test_words_of_a_member_are_on_their_other_device_and_without_a_line_on_this(open_as: Opening) -> None:
    lead, member = make_lead("Sunita Rao", owner=make_member("Sunita", roles=("Leads",))), make_member()
    page, address = open_as(member), reverse("contact_lead", args=[lead.slug])
    page.goto(address)
    area = page.locator("textarea")
    area.fill("Could you come?")
    expect(status(page)).to_have_text("Saved, not sent yet")
    other = open_as(member)
    other.goto(address)
    expect(other.locator("textarea")).to_have_value("Could you come?")
    other.get_by_role("button", name="Discard them").click()
    expect(other.locator("textarea")).to_have_value("")

    page.context.set_offline(True)
    area.fill("Could you come in March?")
    expect(status(page)).to_contain_text("Not saved yet: no connection")
    page.context.set_offline(False)
    expect(status(page)).to_have_text("Saved, not sent yet", timeout=15_000)
    words = KeptWords.objects.get(member=member).words
    assert words["message"][1] == ["Could you come in March?"]


def test_a_session_that_ended_costs_no_word(open_as: Opening) -> None:
    lead, member = make_lead("Sunita Rao", owner=make_member("Sunita", roles=("Leads",))), make_member()
    page = open_as(member)
    page.goto(reverse("contact_lead", args=[lead.slug]))
    cookies: Any = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("textarea").fill("Could you come?")
    expect(status(page)).to_contain_text("Sign in again in another tab")
    page.context.add_cookies(cookies)
    page.context.clear_cookies(name="csrftoken")
    expect(status(page)).to_have_text("Saved, not sent yet", timeout=15_000)


def test_a_note_saves_itself_and_continue_does_not_lose_it(open_as: Opening) -> None:
    enrolment = make_enrolment(course := make_study([reflection()], []))
    page = open_as(enrolment.member)
    page.goto(lessons_of(course)[0].url)
    page.get_by_text("Write it down").click()
    area = page.get_by_label("Your notes")
    area.fill("C spoke last.")
    expect(status(page)).to_have_text("Saved")
    assert JournalEntry.objects.get().text == "C spoke last."
    area.fill("C spoke last, and longest.")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/lesson-2/")
    page.go_back()
    expect(page.get_by_label("Your notes")).to_have_value("C spoke last, and longest.")
    expect(status(page)).to_have_text(re.compile("^(Saved|)$"))
    page.wait_for_timeout(2000)
    assert JournalEntry.objects.get().text == "C spoke last, and longest."
    assert page.get_by_role("button", name="Discard them").count() == 0


def test_a_note_that_was_written_elsewhere_is_shown_and_both_can_stay(open_as: Opening) -> None:
    enrolment = make_enrolment(course := make_study([reflection()]))
    page = open_as(enrolment.member)
    page.goto(lessons_of(course)[0].url)
    page.get_by_text("Write it down").click()
    area = page.get_by_label("Your notes")
    step = step_of(course, kind="reflection")
    write_journal(enrolment=enrolment, step=step, prompt="?", text="From the phone.", number=0)
    area.press_sequentially("From here.")
    choice = page.locator(".clash-choice:not([hidden])")
    expect(choice).to_contain_text("From the phone.")
    expect(area).to_be_focused()
    choice.get_by_role("button", name="Keep both, mine first").click()
    expect(area).to_have_value("From here.\n\nFrom the phone.")
    expect(status(page)).to_have_text("Saved")
    assert JournalEntry.objects.get().text == "From here.\n\nFrom the phone."


@pytest.mark.parametrize("is_member", [True, False])
def test_a_review_saves_itself(open_as: Opening, is_member: bool) -> None:
    invite = make_accepted()
    page = open_as(invite.user if is_member else None)
    address = reverse("my_review", args=[invite.pk]) if is_member else reverse("review_desk", args=[invite.desk_token])
    page.goto(address)
    page.get_by_label("Words to the authors").fill("I did not follow the second lesson.")
    expect(status(page)).to_have_text("Saved")
    page.reload()
    expect(page.get_by_label("Words to the authors")).to_have_value("I did not follow the second lesson.")
    page.get_by_label("Words to the authors").fill("I did not follow the third lesson.")
    page.get_by_role("button", name="Save and go on later").click()
    expect(page.locator(".messages")).to_contain_text("Saved.")
    expect(page.get_by_label("Words to the authors")).to_have_value("I did not follow the third lesson.")
    invite.refresh_from_db()
    assert invite.words_to_author == "I did not follow the third lesson."


def test_two_writers_keep_both_and_who_was_replaced_is_told(open_as: Opening) -> None:
    inquiry = make_inquiry(make_member("Amina"))
    timur = make_member("Timur")
    invite_person(inquiry=inquiry, by=owner_of(inquiry), base_url="", name="Timur", email=timur.email, access="write")
    InquiryPerson.objects.filter(inquiry=inquiry, email=timur.email).update(user=timur)
    address = reverse("my_inquiry", args=[inquiry.pk])
    one, two = open_as(owner_of(inquiry)), open_as(timur)
    for page in (one, two):
        with page.expect_response(re.compile("/here/")):  # noted as being here before anybody asks anew
            page.goto(address)
    here = one.locator("[data-here]")
    one.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(here).to_have_text("Timur is here too.")

    def part(page: Page) -> Locator:
        return page.locator("#context .prose-editor [role=textbox]")

    part(one).click()
    one.keyboard.type("Of Amina")
    expect(one.locator("#context [data-words]")).to_have_text("2 words")
    part(two).click()
    two.keyboard.type("Of Timur")
    choice = two.locator("#context .clash-choice")
    expect(choice).to_contain_text("Of Amina")
    expect(part(two)).to_be_focused()
    two.keyboard.press("Space")
    two.keyboard.type("too")
    assert choice.is_visible()
    choice.get_by_role("button", name="Keep both, mine first").click()
    expect(part(two)).to_have_text("Of Timur tooOf Amina")
    expect(two.locator("#context [data-words]")).to_have_text("5 words")

    # The other is told, in a page that stood open.
    one.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(one.locator("#context .clash-choice")).to_contain_text("Timur changed this part while you had it open.")
    expect(part(one)).to_have_text("Of Amina")

    # And where one's text was replaced knowingly, wherever the draft is opened next.
    part(one).click()
    one.keyboard.type("!")
    one.locator("#context .clash-choice").get_by_role("button", name="Keep mine").click()
    expect(one.locator("[data-status]")).to_have_text(re.compile("^Saved"))
    two.reload()
    expect(two.locator("[data-told]")).to_contain_text("Amina put another text in place of yours in “Context”.")

"""A draft in a browser: it saves itself, loses nothing, and works by keyboard, on a phone and without script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from demo.accounts import DOMAIN, PASSWORD
from tests.browser.demo.test_accessibility import faults

Browsing = Callable[..., Page]


def begin(person: Browsing) -> Page:
    """The author's browser with a new summary open."""
    page = person("author", lands="/my/")
    page.goto("/en/my/research/")
    page.get_by_role("button", name="Begin: Research summary").click()
    expect(part(page)).to_be_visible()
    return page


def part(page: Page) -> Locator:
    """The text of the first part, in the small editor."""
    return page.locator("#context .prose-editor [role=textbox]")


def test_what_is_written_saves_itself(person: Browsing, visitor: Browsing) -> None:
    page = begin(person)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    part(page).click()
    page.keyboard.type("Twenty-seven pupils in ")
    page.locator("#context").get_by_role("button", name="Bold").click()
    page.keyboard.type("one laboratory")
    expect(page.get_by_role("status").last).to_contain_text("Saved")
    expect(page.locator("#context [data-words]")).to_have_text("5 words")
    page.reload()
    expect(part(page)).to_have_text("Twenty-seven pupils in one laboratory")
    expect(part(page).locator("strong")).to_have_text("one laboratory")
    assert problems == []

    stranger = visitor()
    stranger.goto(page.url)
    expect(stranger.get_by_role("button", name="Sign in", exact=True)).to_be_visible()


def test_the_second_of_two_writers_chooses(person: Browsing) -> None:
    page = begin(person)
    other = page.context.new_page()
    other.goto(page.url)
    part(other).click()
    other.keyboard.type("Written in the other tab")
    expect(other.locator("#context [data-words]")).to_have_text("5 words")
    part(page).click()
    page.keyboard.type("Written here")
    choice = page.locator("#context .clash-choice")
    expect(choice).to_contain_text("Choose which text stays")
    expect(choice).to_contain_text("Written in the other tab")
    choice.get_by_role("button", name="Keep mine").press("Enter")
    expect(choice).to_be_hidden()
    expect(page.locator("#context [data-words]")).to_have_text("2 words")
    page.reload()
    expect(part(page)).to_have_text("Written here")


def test_text_survives_the_end_of_a_session(person: Browsing) -> None:
    page = begin(person)
    part(page).click()
    page.context.clear_cookies()
    page.keyboard.type("Kept on this device")
    expect(page.get_by_role("status").last).to_contain_text("You are signed out")
    other = page.context.new_page()
    other.goto("/en/account/login/")
    form = other.get_by_role("main")
    form.get_by_label("Email").fill(f"author@{DOMAIN}")
    form.get_by_label("Password", exact=True).fill(PASSWORD)
    form.get_by_role("button", name="Sign in", exact=True).click()
    other.wait_for_url("**/my/")
    page.reload()
    expect(part(page)).to_have_text("Kept on this device")
    expect(page.get_by_role("status").last).to_contain_text("Saved")


def test_the_toolbar_is_one_stop_and_arrows_go_on(person: Browsing) -> None:
    page = begin(person)
    tools = page.locator("#context").get_by_role("toolbar", name="Shape the text")
    tools.get_by_role("button", name="Heading").focus()
    page.keyboard.press("ArrowRight")
    expect(tools.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(tools.get_by_role("button", name="Table")).to_be_focused()
    page.keyboard.press("Tab")
    expect(part(page)).to_be_focused()


def test_without_script_a_button_saves(person: Browsing, visitor: Browsing) -> None:
    page = begin(person)
    plain = visitor(java_script_enabled=False, storage_state=page.context.storage_state())
    plain.goto(page.url)
    area = plain.locator("textarea[name=context]")
    area.fill("Typed **plainly**")
    plain.get_by_role("button", name="Save").click()
    expect(area).to_have_value("Typed **plainly**")
    page.reload()
    expect(part(page).locator("strong")).to_have_text("plainly")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_desk_is_for_everybody(person: Browsing, language: str) -> None:
    page = begin(person)
    draft = page.url.replace("/en/", f"/{language}/")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for place in ("../", "", "facts/", "people/", "submit/", "history/context/"):
            page.goto(draft + place)
            assert faults(page) == [], place
    page.set_viewport_size({"width": 360, "height": 740})
    for place in ("../", "", "facts/", "people/", "submit/"):
        page.goto(draft + place)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place

"""A draft in a browser: it saves itself, loses nothing, and works by keyboard, on a phone and without script."""

import base64
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from demo.accounts import DOMAIN, PASSWORD
from tests.browser.demo.test_accessibility import faults
from tests.factories.files import photo

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


def tool(page: Page, name: str) -> Locator:
    return page.locator("#context").get_by_role("button", name=name, exact=True)


def paste(page: Page, html: str = "", picture: bytes = b"") -> None:
    """What a browser hands over when somebody pastes."""
    page.evaluate(
        """([html, picture]) => {
            const data = new DataTransfer();
            if (html) data.setData("text/html", html);
            if (picture) {
                const bytes = Uint8Array.from(atob(picture), (sign) => sign.charCodeAt(0));
                data.items.add(new File([bytes], "image.png", { type: "image/png" }));
            }
            const text = document.querySelector("#context .prose-editor [role=textbox]");
            text.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        [html, base64.b64encode(picture).decode()],
    )


def test_a_table_is_shaped_and_holds_no_other(person: Browsing) -> None:
    page = begin(person)
    part(page).click()
    tool(page, "Table").click()
    rows = part(page).locator("tr")
    expect(rows).to_have_count(3)
    expect(part(page).locator("th")).to_have_count(3)
    tool(page, "Table").click(force=True)
    expect(part(page).locator("table")).to_have_count(1)
    expect(tool(page, "Table")).to_have_attribute("aria-disabled", "true")
    for name, count in (("Add a row", 4), ("Remove the row", 3)):
        tool(page, name).click()
        expect(rows).to_have_count(count)
    for name, count in (("Add a column", 4), ("Remove the column", 3)):
        tool(page, name).click()
        expect(rows.last.locator("td")).to_have_count(count)
    tool(page, "Remove the table").click()
    expect(part(page).locator("table")).to_have_count(0)
    expect(tool(page, "Add a row")).to_be_hidden()


def test_links_and_raised_signs_are_kept(person: Browsing) -> None:
    page = begin(person)
    part(page).click()
    page.keyboard.type("x")
    tool(page, "Superscript").click()
    page.keyboard.type("2")
    tool(page, "Superscript").click()
    page.keyboard.type(" ")
    tool(page, "Link").click()
    page.keyboard.type("no address")
    page.keyboard.press("Enter")
    expect(page.locator("#context").get_by_role("alert").first).to_contain_text("Write a whole address")
    page.locator("#context").get_by_label("Address of the page").fill("example.org/a")
    tool(page, "Make it a link").click()
    expect(page.get_by_role("status").last).to_contain_text("Saved")
    page.reload()
    expect(part(page).locator("sup")).to_have_text("2")
    expect(part(page).get_by_role("link", name="example.org/a")).to_have_attribute("href", "https://example.org/a")


WORD = (
    '<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>&nbsp; </span></span>One</p>'
    '<p style="mso-list:l0 level2 lfo1"><span style="mso-list:Ignore">o<span>&nbsp; </span></span>Inner</p>'
    '<p style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·<span>&nbsp; </span></span>Two</p>'
    '<p>Plain <span style="font-weight:700">bold</span> <img src="file:///C:/one.png"></p>'
    '<p style="mso-list:l1 level1 lfo2"><span style="mso-list:Ignore">1.<span>&nbsp; </span></span>First</p>'
)


def test_what_word_copies_keeps_its_lists_and_says_what_was_left_out(person: Browsing) -> None:
    page = begin(person)
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    part(page).click()
    paste(page, WORD)
    expect(part(page).locator("> ul > li > p")).to_have_text(["One", "Two"])
    expect(part(page).locator("> ul ul p")).to_have_text(["Inner"])
    expect(part(page).locator("> ol p")).to_have_text(["First"])
    expect(part(page).locator("strong")).to_have_text("bold")
    expect(page.locator("#context [data-note]")).to_contain_text("Pictures that could not come along: 1.")
    assert [problem for problem in problems if "policy" in problem] == []


@pytest.mark.parametrize("way", ["a file", "written into HTML"])
def test_a_pasted_picture_becomes_a_file_of_the_draft(person: Browsing, way: str) -> None:
    page = begin(person)
    part(page).click()
    page.keyboard.type("Before")
    if way == "a file":
        paste(page, picture=photo("PNG"))
    else:
        paste(page, f'<p>After<img src="data:image/png;base64,{base64.b64encode(photo("PNG")).decode()}"></p>')
    expect(page.locator("#context [data-note]")).to_contain_text("The picture is among the files.")
    expect(page.get_by_role("status").last).to_contain_text("Saved")
    page.reload()
    expect(part(page).locator("figure img")).to_have_attribute("src", re.compile(r"^/drafts/files/[\w-]{32}/$"))
    page.get_by_role("link", name="Files", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Pasted picture")


def test_a_pasted_picture_that_cannot_be_read_is_told(person: Browsing) -> None:
    page = begin(person)
    part(page).click()
    paste(page, '<p>After<img src="data:image/png;base64,%%%"></p>')
    expect(page.locator("#context [data-note]")).to_be_visible()


def test_the_list_of_parts_leads_to_the_part_that_is_pressed(person: Browsing) -> None:
    page = person("author", lands="/my/")
    page.goto("/en/my/research/")
    page.locator("main .draft-list a").first.click()
    links = page.locator(".desk-parts a")
    expect(page.locator("[role=toolbar]").first).to_be_visible()
    for link in (links.last, links.nth(2)):
        link.click()
        name = str(link.get_attribute("href"))
        page.wait_for_function(
            "(name) => Math.abs(document.querySelector(name).getBoundingClientRect().top - 40) < 60", arg=name
        )

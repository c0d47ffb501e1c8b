"""From a draft of two authors to a public report: author, co-author, two reviewers without an account, an editor."""

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from demo.accounts import DOMAIN
from tests.browser.demo.test_accounts import last_mail_to

Browsing = Callable[..., Page]
TITLE = {"en": "Slips before the trays come out", "ar": "ورقة السؤال قبل التجربة"}
TEXT = {
    "en": "Each bench wrote one question before the trays came out, and in week six half of them were about science.",
    "ar": "كتبت كل مجموعة سؤالاً واحداً قبل توزيع الأدوات، وفي الأسبوع السادس كان نصف الأسئلة عن العلوم.",
}


def path_in_mail(address: str, log: Path, pattern: str) -> str:
    """The path of a link in the last mail to somebody; the mail may still be on its way into the log."""
    for _try in range(20):
        try:
            found = re.search(rf"https?://[^/\s]+(/\S*{pattern}\S*)", last_mail_to(address, log))
        except AssertionError:
            found = None
        if found:
            return found[1]
        time.sleep(0.5)
    raise AssertionError(f"no link {pattern} was mailed to {address}")


def save(page: Page) -> None:
    page.locator("main form.form button[type=submit]").last.click()


def begin(page: Page, language: str) -> str:
    """A new summary with a title and a country; the address of the draft."""
    page.goto(f"/{language}/my/research/")
    page.locator("form:has(input[value=summary]) button").click()
    expect(page.locator("#context .prose-editor [role=textbox]")).to_be_visible()
    draft = page.url
    page.goto(f"{draft}facts/")
    page.locator("[name=title]").fill(TITLE[language])
    page.locator("[name=country]").select_option("KE")
    save(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE[language])
    return draft


def bring_co_author(page: Page, co_author: Page, draft: str, language: str, log: Path) -> None:
    """The co-author is invited by mail, accepts and writes the first part."""
    page.goto(f"{draft}people/")
    page.locator("form.form [name=given_name]").fill("Mele")
    page.locator("form.form [name=family_name]").fill("Fifita")
    page.locator("[name=email]").fill(f"member@{DOMAIN}")
    page.locator("[name=access]").select_option("write")
    save(page)
    co_author.goto(path_in_mail(f"member@{DOMAIN}", log, "/my/research/invitations/"))
    co_author.locator("main form button").first.click()
    part = co_author.locator("#context .prose-editor [role=textbox]")
    part.click()
    co_author.keyboard.type(TEXT[language])
    expect(co_author.get_by_role("status").last).to_contain_text({"en": "Saved", "ar": "حُفظ"}[language])


def write_the_rest(page: Page, visitor: Browsing, draft: str, language: str) -> None:
    """All other parts, typed where no script runs."""
    plain = visitor(java_script_enabled=False, storage_state=page.context.storage_state())
    plain.goto(draft)
    for area in plain.locator("textarea.part-text").all():
        if not area.input_value().strip():
            area.fill(TEXT[language])
    plain.locator(".desk-save button").click()
    expect(plain.locator("textarea.part-text").last).to_have_value(TEXT[language])


def answer_about_consent(page: Page, draft: str) -> None:
    page.goto(f"{draft}ethics/")
    for yes in page.locator("main form.form input[value=yes]").all():
        yes.check()
    save(page)


def review(reviewer: Page, link: str, language: str) -> None:
    """From the mail: the summary, the promise, the manuscript, the review."""
    reviewer.goto(link)
    expect(reviewer.get_by_role("main")).not_to_contain_text("Achieng")
    for box in reviewer.locator("form:has([name=no_conflict]) input[type=checkbox]").all():
        box.check()
    reviewer.locator("button[value=accept]").click()
    expect(reviewer.locator(".manuscript")).to_contain_text(TEXT[language])
    expect(reviewer.get_by_role("main")).not_to_contain_text("Achieng")
    reviewer.locator("button[value=send]").click()  # nothing is sent empty by accident
    expect(reviewer.locator(".error-summary")).to_be_visible()
    for group in reviewer.locator(".review-form fieldset").all():
        group.locator("input[type=radio]").first.check()
    for area in reviewer.locator(".review-form textarea").all():
        area.fill(TEXT[language])
    reviewer.locator("button[value=send]").click()
    expect(reviewer.locator("#review.callout")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_five_people_bring_a_report_into_the_library(
    person: Browsing, visitor: Browsing, language: str, demo_folder: Path, browser: Browser
) -> None:
    log = demo_folder / "server.log"
    author = person("author", lands="/my/")
    draft = begin(author, language)
    bring_co_author(author, person("member", lands="/my/"), draft, language, log)
    write_the_rest(author, visitor, draft, language)
    answer_about_consent(author, draft)
    author.goto(f"{draft}submit/")
    author.locator("main form.form button[type=submit]").click()
    author.wait_for_url(f"**/{language}/my/research/")

    editor = person("editor")
    editor.goto(f"/{language}/my/editing/")
    editor.get_by_role("link", name=TITLE[language]).first.click()
    editor.locator("form[action$='/check/'] button").click()
    for name in ("tomos", "leilani"):
        address = f"{name}.{language}@school.example"
        form = editor.locator("form.form[action$='/invite/']")
        form.locator("[name=email]").fill(address)
        form.locator("button").click()
        review(visitor(), path_in_mail(address, log, "/reviews/"), language)

    editor.reload()
    expect(editor.locator("#reviewers .review-sent")).to_have_count(2)
    editor.locator(".letter-starts details:has(input[value=accept]) summary").click()
    letter = editor.locator("#letter-accept")
    letter.fill(re.sub(r"\[[^\]]+\]", TEXT[language], letter.input_value()))
    editor.locator(".letter-starts details:has(input[value=accept]) button[type=submit]").click()
    decided_at = time.monotonic()
    editor.locator("button[value=now]").click()
    expect(editor.locator("button[value=now]")).to_have_count(0)

    reader = visitor()
    reader.goto(path_in_mail(f"author@{DOMAIN}", log, "/research/reports/"))
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE[language])
    expect(reader.get_by_role("main")).to_contain_text(re.compile(r"CT-\d{4}-\d{4}"))
    expect(reader.get_by_role("main")).to_contain_text("Mele Fifita")
    assert TITLE[language] in reader.request.get(f"/feeds/{language}/reports.atom").text()
    reader.goto(f"/{language}/search/?q={TITLE[language]}")
    expect(reader.get_by_role("main").get_by_role("link", name=TITLE[language])).to_be_visible()
    assert time.monotonic() - decided_at < 60

"""A module taken along: opened from disk in a browser that has no connection, filled in, and brought back."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.demo.test_learning import PHONE, answer, enrol, questions_of, sign_up

Browsing = Callable[..., Page]


def test_a_pack_is_filled_in_without_a_connection_and_brought_back(
    visitor: Browsing, demo_folder: Path, tmp_path: Path
) -> None:
    page = visitor(viewport=PHONE)
    sign_up(page, "es", demo_folder / "server.log")
    enrol(page, "/en/learning/what-is-educational-dialogue/")
    page.get_by_role("link", name="Take along").click()
    main = page.get_by_role("main")
    main.locator("#modules ~ ul a").first.click()
    with page.expect_download() as download:
        main.get_by_role("button", name="Download the pack").click()
    zipfile.ZipFile(download.value.path()).extractall(tmp_path)
    (index,) = tmp_path.glob("*/index.html")

    away = visitor(viewport=PHONE, base_url=None, offline=True)
    refused: list[str] = []
    away.on("requestfailed", lambda request: refused.append(request.url))
    away.goto(index.as_uri())
    assert away.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    away.locator("form[data-kind=note] textarea").first.fill("Three pupils built on it.")
    for fieldset in away.locator("fieldset.question").all():
        answer(fieldset, questions_of("hearing-dialogue", "en"))
    away.locator("form[data-kind=quiz] [name=do]").check()
    away.locator("form[data-kind=done] [name=done]").first.check()
    expect(away.get_by_role("status")).to_contain_text("Kept in this browser")
    away.reload()
    expect(away.locator("form[data-kind=note] textarea").first).to_have_value("Three pupils built on it.")
    expect(away.locator("form[data-kind=quiz] [name=do]")).to_be_checked()
    with away.expect_download() as saved:
        away.get_by_role("button", name="Save my answers as a file").click()
    assert refused == []

    page.goto(page.url)
    main.get_by_role("link", name="Take along").click()
    main.locator("input[type=file]").set_input_files(saved.value.path())
    main.get_by_role("button", name="Upload answers").click()
    expect(main).to_contain_text("3 of 3 are taken in.")
    main.get_by_role("link", name="What is left").click()
    expect(main).to_contain_text("best result 100%")

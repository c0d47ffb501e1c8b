"""Everything public works with script off."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser.demo.pages import ARABIC, PAGES


@pytest.fixture
def plain(browser: Any) -> Iterator[Any]:
    """A phone whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="en-GB")
    yield context.new_page()
    context.close()


def test_a_visitor_finds_a_report_by_the_menu_and_a_filter(plain: Any, demo_address: str) -> None:
    plain.goto(demo_address + "/")
    assert plain.url == demo_address + "/en/"
    plain.locator("header summary").first.click()
    plain.get_by_role("link", name="Research", exact=True).first.click()
    assert plain.url == demo_address + "/en/research/"
    plain.goto(demo_address + "/en/research/?country=KZ")
    plain.get_by_role("link", name="Who answers").first.click()
    assert plain.url.endswith("/en/research/reports/who-answers-when-nobody-raises-a-hand/")


def test_a_visitor_searches(plain: Any, demo_address: str) -> None:
    plain.goto(demo_address + "/en/search/")
    main = plain.locator("main")
    main.get_by_role("searchbox").fill("case pupils")
    main.get_by_role("button", name="Search").click()
    assert "q=case+pupils" in plain.url
    assert plain.locator("main mark").count() > 0


def test_a_visitor_registers_interest(plain: Any, at: Callable[[str], str]) -> None:
    plain.goto(at(PAGES["register interest"]))
    plain.get_by_label("Your name").fill("Mele Fifita")
    plain.get_by_label("E-mail").fill("mele@school.example")
    plain.locator("input[name=consent]").check()
    plain.get_by_role("button", name="Send").click()
    assert plain.url.endswith("/en/register-interest/thanks/")


def test_a_visitor_registers_interest_in_arabic(plain: Any, at: Callable[[str], str]) -> None:
    plain.goto(at(ARABIC["register interest"]))
    plain.get_by_label("اسمكم").fill("أمل الخطيب")
    plain.get_by_label("البريد الإلكتروني").fill("amal@school.example")
    plain.get_by_label("أوافق").check()
    plain.get_by_role("button", name="إرسال").click()
    assert plain.url.endswith("/ar/register-interest/thanks/")
    assert plain.locator("html").get_attribute("dir") == "rtl"
    heading = plain.get_by_role("heading", level=1)
    assert heading.inner_text() == "شكرًا لكم"
    assert heading.evaluate("element => getComputedStyle(element).direction") == "rtl"
    assert plain.evaluate("document.documentElement.scrollWidth") <= 360

"""axe finds nothing on any kind of public page, light, dark and right-to-left; nothing spills over on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.demo.pages import ARABIC, PAGES, SIGNED_IN

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def faults(page: Any) -> list[str]:
    """What axe finds, one line for each element."""
    violations = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in violations for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", PAGES)
def test_axe_finds_nothing(page: Any, at: Callable[[str], str], complaints: list[str], kind: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(at(PAGES[kind]))
    assert faults(page) == []
    expected = ["Failed to load resource: the server responded with a status of 404 (Not Found)"]
    assert complaints == (expected if kind == "not found" else [])


@pytest.mark.parametrize("kind", ARABIC)
def test_axe_finds_nothing_in_arabic(page: Any, at: Callable[[str], str], complaints: list[str], kind: str) -> None:
    page.goto(at(ARABIC[kind]))
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert faults(page) == []
    assert complaints == []


@pytest.mark.parametrize("kind", SIGNED_IN)
def test_axe_finds_nothing_where_people_write_and_review(
    signed_in: Callable[[str], Any], numbers: dict[str, str], kind: str
) -> None:
    """Light and dark, with everything that can be opened opened; and on a phone nothing spills over."""
    name, address = SIGNED_IN[kind]
    page = signed_in(name)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(address.format(**numbers))
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize(("pages", "kind"), [*(("en", kind) for kind in PAGES), *(("ar", kind) for kind in ARABIC)])
def test_nothing_spills_over_on_a_phone(page: Any, at: Callable[[str], str], pages: str, kind: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(at((PAGES if pages == "en" else ARABIC)[kind]))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.parametrize("kind", ["home", "library", "report", "lesson", "recorded webinar", "register interest"])
def test_targets_are_large_enough(page: Any, at: Callable[[str], str], kind: str) -> None:
    """WCAG 2.2, 2.5.8: 24 by 24 CSS pixels, links in running text excepted."""
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(at(PAGES[kind]))
    small = page.evaluate(
        """() => [...document.querySelectorAll(
                'button, summary, input:not([type=hidden]), select, textarea, nav a, .button')]
            .filter(e => e.checkVisibility() && !e.closest('p, [hidden], .trap'))
            .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
            .filter(([e, r]) => r.width > 2 && (r.width < 24 || r.height < 24))
            .map(([e, r]) => `${e.outerHTML.slice(0, 120)} ${Math.round(r.width)}x${Math.round(r.height)}`)"""
    )
    assert small == []


@pytest.mark.parametrize("language", ["en", "es", "fr", "ar", "zh-hans"])
def test_the_main_menu_stands_in_one_line(page: Any, at: Callable[[str], str], language: str) -> None:
    """Also where its words are long: the word beside the search's glass gives way first."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(at(f"/{language}/"))
    assert page.locator(".masthead").bounding_box()["height"] < 80
    assert page.locator(".masthead-search").bounding_box()["width"] >= 44
    assert page.evaluate("document.documentElement.scrollWidth") == 1280


def test_the_first_tab_stop_leads_to_the_content(page: Any, at: Callable[[str], str]) -> None:
    page.goto(at(PAGES["report"]))
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "#main"
    assert page.evaluate("document.activeElement.getBoundingClientRect().height") >= 24
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main"

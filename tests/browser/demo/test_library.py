"""The library as readers narrow it: lists that are long, on a phone and on a desk, with script and without."""

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
OPEN_ALL = "document.querySelectorAll('.facets, .facets .more').forEach((fold) => { fold.open = true; })"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What reaches over the edges of the column of facets.
OVER = """[...document.querySelectorAll('.facets-inner *')].filter((inner) => {
  const column = document.querySelector('.facets').getBoundingClientRect(), box = inner.getBoundingClientRect();
  return box.width && (box.left < column.left - 10 || box.right > column.right + 10);
}).map((inner) => inner.outerHTML)"""


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_in_a_long_facet_is_wider_than_its_column(
    page: Page, demo_address: str, width: int, language: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{demo_address}/{language}/research/")
    page.evaluate(OPEN_ALL)
    assert page.locator(".facet-search").count() > 0
    assert (page.evaluate(OVER), page.evaluate(WIDE)) == ([], 0)


def test_a_search_in_a_facet_is_answered_while_one_types(page: Page, demo_address: str) -> None:
    page.goto(f"{demo_address}/en/research/")
    page.evaluate(OPEN_ALL)
    facet = page.locator("section:has(.facet-search)").first
    field, found = facet.get_by_role("searchbox"), facet.locator(".more ul")
    last = found.get_by_role("link").last.inner_text().split("\n")[0]
    field.fill(last)
    expect(found.get_by_role("link")).to_have_count(1)
    expect(found.get_by_role("link")).to_contain_text(last)
    field.fill("zzz")
    expect(facet.get_by_role("status")).to_have_text("Nothing in this list is called “zzz”.")
    expect(field).to_be_focused()


def test_a_search_in_a_facet_stays_open_and_in_place_without_script(browser: Browser, demo_address: str) -> None:
    plain = browser.new_page(java_script_enabled=False, viewport={"width": 360, "height": 740})
    plain.goto(f"{demo_address}/en/research/")
    plain.locator(".facets > summary").click()
    facet = plain.locator("section:has(.facet-search)").first
    facet.locator(".more > summary").click()
    last = facet.locator(".more ul").get_by_role("link").last.inner_text().split("\n")[0]
    facet.get_by_role("searchbox").fill(last)
    facet.get_by_role("button", name="Find").click()
    expect(facet.locator(".more ul").get_by_role("link")).to_be_in_viewport()
    assert plain.url.endswith(f"#{facet.get_attribute('id')}")
    plain.close()

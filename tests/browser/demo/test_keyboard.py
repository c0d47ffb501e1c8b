"""A visitor without a mouse. Whatever has the focus shows it."""

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Browsing = Callable[..., Page]
# The frame of a search stands around its field and its button together.
IS_SEEN = """() => {
    const focused = document.activeElement;
    const frames = [focused, focused.closest('form')].filter(Boolean).map((element) => getComputedStyle(element));
    return focused.matches(':focus-visible')
        && frames.some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0);
}"""


def tab_to(page: Page, aim: Locator, at_most: int = 40) -> None:
    """Press Tab until `aim` has the focus; every stop on the way must be seen."""
    for _stop in range(at_most):
        page.keyboard.press("Tab")
        assert page.evaluate(IS_SEEN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if aim.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{at_most} stops did not lead to {aim}")


def test_a_visitor_searches_and_opens_a_result_without_a_mouse(visitor: Browsing) -> None:
    page = visitor()
    page.goto("/en/")
    tab_to(page, page.get_by_role("banner").get_by_role("link", name="Search", exact=True))
    page.keyboard.press("Enter")
    expect(page).to_have_url("/en/search/")
    tab_to(page, page.get_by_role("main").get_by_role("searchbox"))
    page.keyboard.type("case pupils")
    page.keyboard.press("Enter")
    result = page.get_by_role("main").locator(".hits h3 a").first
    title = result.inner_text()
    tab_to(page, result)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_menu_and_languages_open_and_close_without_a_mouse_on_a_phone(visitor: Browsing) -> None:
    page = visitor(viewport={"width": 360, "height": 740})
    page.goto("/en/research/")
    menu, languages = page.locator("summary", has_text="Menu"), page.locator("summary", has_text="Language")
    spanish = page.get_by_role("link", name="Español")
    tab_to(page, menu)
    page.keyboard.press("Enter")
    tab_to(page, languages)
    page.keyboard.press("Enter")
    expect(spanish).to_be_visible()
    page.keyboard.press("Escape")
    expect(spanish).to_be_hidden()
    expect(menu).to_be_focused()

    page.keyboard.press("Space")
    tab_to(page, languages)
    page.keyboard.press("Space")
    tab_to(page, spanish)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/es/research/")
    expect(page.locator("html")).to_have_attribute("lang", "es")

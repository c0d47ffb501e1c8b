"""Pages on paper: what readers want to keep is there, what only a screen can do is not."""

import io
from typing import Any

import pypdf
import pytest
from wagtail.models import Locale

from camtree.navigation.models import Notice
from tests.factories.courses import lessons_of, make_study
from tests.factories.pages import make_collection, make_full_report

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FRAME = [".masthead nav", ".crumbs", ".colophon nav", ".notices"]


@pytest.fixture
def frame(site_after_flush: None) -> None:
    """A notice, so that nothing of the frame of pages is missing."""
    Notice.objects.create(text="Back on Monday.", locale=Locale.objects.get(language_code="en"))


def visible(page: Any, *selectors: str) -> list[str]:
    """Which of these somebody sees a part of. Each of them has to be in the page."""
    for selector in selectors:
        page.locator(selector).first.wait_for(state="attached")
    some = "elements => elements.some(element => element.checkVisibility({contentVisibilityAuto: true}))"
    return [selector for selector in selectors if page.locator(selector).evaluate_all(some)]


def printed(page: Any) -> str:
    """The words on paper, as a reader of PDFs finds them."""
    sheets = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())


def section(key: str, words: str) -> dict[str, Any]:
    content = [{"type": "text", "value": f"<p>{words}</p>"}]
    return {"type": "section", "value": {"key": key, "heading_text": "", "content": content}}


def test_a_report(live_server: Any, page: Any, frame: None) -> None:
    report = make_full_report(
        body=[section("context", "Nine of us met."), section("findings", "More pupils spoke.")],
        related_pages=[("page", make_full_report("Read next"))],
        identifier="CT-2026-0041",
    )
    make_collection([report])
    page.goto(live_server.url + report.url)
    screen = [*FRAME, ".contents", ".related", ".held-in", ".cite button"]
    kept = [".masthead .mark", "h1", ".authors", ".facts", ".prose", ".citation"]
    assert visible(page, *screen) == screen
    page.emulate_media(media="print", color_scheme="dark")
    assert visible(page, *screen) == []
    assert visible(page, *kept) == kept
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    words = printed(page)
    for told in (
        "Wait time and talk",
        "Nila Perera",
        "Nine of us met.",
        "More pupils spoke.",
        "Kenya",
        "CT-2026-0041",
    ):
        assert told in words
    for left_out in ("Sign in", "In this report", "Back on Monday.", "In these collections", "Copy"):
        assert left_out not in words


def test_the_facts_of_a_report_are_unfolded_on_paper_also_from_a_phone(
    live_server: Any, page: Any, frame: None
) -> None:
    report = make_full_report(identifier="CT-2026-0041")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(live_server.url + report.url)
    assert visible(page, ".facts-fold > summary", ".facts") == [".facts-fold > summary"]
    page.emulate_media(media="print")
    assert visible(page, ".facts-fold > summary", ".facts") == [".facts"]


def test_a_lesson(live_server: Any, page: Any, frame: None) -> None:
    course = make_study([{"type": "text", "value": "<p>Wait three seconds.</p>"}], [])
    page.goto(live_server.url + lessons_of(course)[0].url)
    screen = [*FRAME, ".steps-nav", ".all-lessons"]
    assert visible(page, *screen) == screen
    page.emulate_media(media="print")
    assert visible(page, *screen) == []
    words = printed(page)
    assert "Wait three seconds." in words
    assert ("Sign in" in words, "Lesson 2" in words) == (False, False)


def test_the_library(live_server: Any, page: Any, frame: None) -> None:
    make_full_report()
    page.goto(f"{live_server.url}/en/research/?q=wait")
    screen = [".masthead nav", ".find", ".notices", ".report-card .cover"]
    assert visible(page, *screen) == screen
    page.emulate_media(media="print")
    assert visible(page, *screen) == []
    assert "Wait time and talk" in printed(page)

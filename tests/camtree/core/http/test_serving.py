"""The frame is in the language of the address; a work that is not there in it keeps its own language inside."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from camtree.core.http.serving import find
from camtree.core.words.locales import locales
from tests.factories.pages import (
    make_collection,
    make_course,
    make_full_lead,
    make_full_report,
    make_insight,
    make_lesson,
    make_module,
    make_report,
    make_translation,
    make_webinar,
)

pytestmark = pytest.mark.django_db


def read(address: str, status: int = 200) -> BeautifulSoup:
    response = Client().get(address)
    assert (response.status_code, response.get("Location", "")) == (status, "")
    return BeautifulSoup(response.content, "html.parser")


def led_to(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 302
    return str(response["Location"])


def spoken(tag: Tag) -> tuple[str, str]:
    """The language and direction in which a text is read: of the nearest element that says it."""
    said = next(around for around in [tag, *tag.parents] if around.get("lang"))
    return str(said["lang"]), str(said["dir"])


def in_arabic(page: Any) -> str:
    return str(page.url).replace("/en/", "/ar/", 1)


def renamed(page: Any, slug: str) -> Any:
    page.slug = slug
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def works() -> dict[str, Any]:
    """One page of each kind, in English alone."""
    report = make_full_report(introduction="Waiting helps.", body=section("What we saw."))
    course = make_course(introduction="Look closely.")
    module = make_module(course)
    return {
        "report": report,
        "collection": make_collection([report]),
        "course": course,
        "module": module,
        "lesson": make_lesson(module),
        "webinar": make_webinar(),
        "lead": make_full_lead(introduction="I help schools."),
        "insight": make_insight([report]),
    }


def section(*paragraphs: str) -> list[Any]:
    return [("section", {"key": "findings", "content": [("text", f"<p>{words}</p>") for words in paragraphs]})]


# ---------------------------------------------------------------- what is shown


def test_each_kind_of_page_is_shown_in_the_readers_frame_with_its_own_language_on_the_text() -> None:
    seen = {}
    for kind, page in works().items():
        html = read(in_arabic(page))
        title = html.select_one("h1")
        assert title is not None
        assert title.get_text(strip=True) == page.title
        note = html.select(".shown-in")
        seen[kind] = (
            (html.html["lang"], html.html["dir"]),  # type: ignore[index]
            spoken(title),
            spoken(html.select_one("nav[aria-label]")),  # type: ignore[arg-type]
            [spoken(line) for line in note],
            "العربية" in note[0].get_text(),
        )
    frame, text = ("ar", "rtl"), ("en", "ltr")
    told = (frame, text, frame, [frame], True)
    # The title of a lead is a name.
    assert seen == {kind: (frame, frame, *told[2:]) if kind == "lead" else told for kind in seen}
    assert len(seen) == 8


def test_the_text_has_its_language_and_the_labels_have_the_frames() -> None:
    html = read(in_arabic(works()["report"]))
    body = html.find(string="What we saw.")
    labels = html.select("dl.facts dt, .section h2")
    assert body is not None
    assert len(labels) > 3
    assert (spoken(body.parent), {spoken(label) for label in labels}) == (("en", "ltr"), {("ar", "rtl")})  # type: ignore[arg-type]
    assert html.select_one('meta[name="citation_language"]')["content"] == "en"  # type: ignore[index]


def test_what_is_there_in_the_language_says_nothing_of_others() -> None:
    page = make_translation(make_report())
    html = read(page.url)
    title = html.select_one("h1")
    assert title is not None
    assert (html.select(".shown-in"), spoken(title)) == ([], ("ar", "rtl"))


def test_the_original_is_the_canonical_address_and_only_languages_that_are_there_are_alternates() -> None:
    report = make_report()
    make_translation(report, "es")

    def told(address: str) -> tuple[list[str], dict[str, str], list[str], list[str]]:
        html = read(address)
        alternates = {
            str(link["hreflang"]): str(link["href"]) for link in html.select('link[rel="alternate"][hreflang]')
        }
        canonical = [str(link["href"]) for link in html.select('link[rel="canonical"]')]
        og = [str(tag["content"]) for tag in html.select('meta[property="og:locale"], meta[property="og:url"]')]
        also = [str(link["href"]) for link in html.select(".shown-in a")]
        return canonical, alternates, og, also

    english = f"http://testserver{report.url}"
    spanish = english.replace("/en/", "/es/")
    alternates = {"en": english, "es": spanish, "x-default": english}
    assert told(report.url) == ([english], alternates, [english, "en_GB"], [])
    assert told(in_arabic(report)) == (
        [english],
        alternates,
        [english, "en_GB"],
        [spanish.removeprefix("http://testserver")],
    )


def test_the_switcher_stands_on_every_page_with_every_language() -> None:
    report = make_report()
    spanish = renamed(make_translation(report, "es"), "tiempo")
    offered = {}
    for address in (report.url, in_arabic(report), "/ar/search/", "/ar/nowhere/"):
        html = BeautifulSoup(Client().get(address).content, "html.parser")
        links = html.select(".languages a")
        offered[address] = [str(link["href"]) for link in links]
        present = [str(link["lang"]) for link in links if link.get("aria-current")]
        assert present == [address.split("/")[1]]
    slug = report.url.removeprefix("/en/")
    of_report = [f"/en/{slug}", spanish.url, f"/fr/{slug}", f"/ar/{slug}", f"/zh-hans/{slug}"]
    codes = ("en", "es", "fr", "ar", "zh-hans")
    assert offered == {
        report.url: of_report,
        in_arabic(report): of_report,
        "/ar/search/": [f"/{code}/search/" for code in codes],
        "/ar/nowhere/": [f"/{code}/nowhere/" for code in codes],
    }


def test_breadcrumbs_lead_through_the_sections_of_the_frame() -> None:
    course = make_course("First steps")
    html = read(in_arabic(make_module(course)))
    crumbs = [(str(link["href"]), *spoken(link)) for link in html.select(".crumbs a")]
    assert crumbs == [("/ar/learning/", "ar", "rtl"), ("/ar/learning/first-steps/", "en", "ltr")]


def test_cards_and_texts_link_within_the_frame() -> None:
    report = make_report("Wait time")
    found = renamed(make_translation(make_report("Talk")), "hadith")
    cards = [str(link["href"]) for link in read("/ar/research/").select(".report-card h3 a")]
    assert sorted(cards) == ["/ar/research/reports/hadith/", "/ar/research/reports/wait-time/"]
    talk = Page.objects.get(translation_key=found.translation_key, locale=report.locale)
    linked = [f'<a linktype="page" id="{page.pk}">See</a>' for page in (report, talk)]
    linking = make_report("Linking", body=section(*linked))
    links = [str(link["href"]) for link in read(in_arabic(linking)).find_all("a", string="See")]
    assert links == ["/ar/research/reports/wait-time/", "/ar/research/reports/hadith/"]
    # No way out of the language but the switcher.
    frame = read(in_arabic(linking))
    for switcher in frame.select(".languages, .shown-in"):
        switcher.decompose()
    out = [str(link["href"]) for link in frame.select("a[href^='/']") if not str(link["href"]).startswith("/ar/")]
    assert out == ["/verify/?language=ar", "/feeds/ar/reports.atom"]


# ---------------------------------------------------------------- which page an address stands for


def test_a_slug_of_another_language_leads_to_the_translation() -> None:
    report = make_report("Wait time")
    arabic = renamed(make_translation(report), "waqt")
    assert led_to(f"{in_arabic(report)}?from=mail") == f"{arabic.url}?from=mail"
    assert led_to(arabic.url.replace("/ar/", "/en/")) == report.url
    assert led_to(arabic.url.replace("/ar/", "/en/")).startswith("/en/")
    # In a language of neither, each shows what it names.
    french = [page.url.replace(f"/{page.language}/", "/fr/") for page in (report, arabic)]
    notes = [note.get_text() for address in french for note in read(address).select(".shown-in")]
    assert ["affiché en anglais" in text for text in notes] == [True, False]


def test_what_is_not_live_stands_at_no_address() -> None:
    report = make_report("Wait time", live=False)
    assert Client().get(in_arabic(report)).status_code == 404
    arabic = make_translation(live := make_report("Talk"))
    arabic.unpublish()
    assert read(in_arabic(live)).select_one("h1").get_text() == "Talk"  # type: ignore[union-attr]


def test_a_translation_that_comes_later_takes_the_address(settings: Any) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    report = make_report("Wait time")
    looks = [Client().get(in_arabic(report)) for _look in range(2)]
    assert [look["X-Cache"] for look in looks] == ["miss", "hit"]
    arabic = make_translation(report)
    arabic.title = "زمن الانتظار"
    arabic.save_revision().publish()
    assert read(in_arabic(report)).select_one("h1").get_text() == "زمن الانتظار"  # type: ignore[union-attr]
    arabic.unpublish()
    assert read(in_arabic(report)).select_one("h1").get_text() == "Wait time"  # type: ignore[union-attr]


def test_a_language_without_pages_shows_those_of_others() -> None:
    report = make_report("Wait time")
    Page.objects.get(
        url_path=Site.objects.get().root_page.get_translations().get(locale__language_code="ar").url_path
    ).delete()
    home, library = read("/ar/"), read("/ar/research/")
    assert [page.html["lang"] for page in (home, library)] == ["ar", "ar"]  # type: ignore[index]
    assert [str(link["href"]) for link in library.select(".report-card h3 a")] == [in_arabic(report)]
    crumbs = read(in_arabic(report)).select(".crumbs a")
    assert [(str(link["href"]), spoken(link)[0]) for link in crumbs] == [
        ("/ar/research/", "en"),
        ("/ar/research/reports/", "en"),
    ]


def test_two_works_never_stand_at_one_address() -> None:
    make_report("Wait time")
    other = make_report("Wait time", language="ar")
    assert other.slug == "wait-time-2"
    other.slug = "wait-time"
    with pytest.raises(Exception, match="A page in another language has this slug"):
        other.full_clean()
    # A translation may, and one that stands there already.
    translation = make_translation(make_report("Talk"))
    assert translation.slug == "talk"
    translation.full_clean()
    Page.objects.filter(pk=other.pk).update(slug="wait-time", url_path=other.url_path.replace("-2", ""))
    type(other).objects.get(pk=other.pk).full_clean()


def test_a_page_that_was_renamed_is_found_in_every_frame() -> None:
    report = make_report("Wait time")
    old = in_arabic(report)
    renamed(report, "pauses")
    Redirect.add_redirect("/en/research/reports/wait-time/", report)
    assert led_to(old) == "/ar/research/reports/pauses/"
    # One of the language itself is the middleware's.
    Redirect.add_redirect("/ar/research/reports/wait-time/", "/ar/about/")
    assert Client().get(old)["Location"] == "/ar/about/"


# ---------------------------------------------------------------- what is private


def test_a_private_work_stays_behind_its_door_in_every_frame() -> None:
    report = make_report("Secret words")
    PageViewRestriction.objects.create(page=report, restriction_type="password", password="sesame")
    html = read(in_arabic(report))
    assert (html.html["lang"], "Secret words" in html.get_text()) == ("ar", False)  # type: ignore[index]
    assert html.select('link[rel="canonical"], link[rel="alternate"][hreflang]') == []


def test_the_name_of_a_private_translation_is_not_told() -> None:
    report = make_report("Wait time")
    arabic = renamed(make_translation(report), "waqt-al-intizar")
    PageViewRestriction.objects.create(page=report, restriction_type="password", password="sesame")
    html = read(in_arabic(report))
    assert "waqt" not in str(html)
    form = html.select_one("form[method=post]")
    assert form is not None
    browser = Client()
    sent = {str(field["name"]): str(field.get("value") or "") for field in form.select("input[name]")}
    passed = browser.post(str(form["action"]), sent | {"password": "sesame"}, follow=True)
    assert passed.redirect_chain[-1][0] == arabic.url


# ---------------------------------------------------------------- what it costs


def test_a_page_that_is_there_is_found_in_two_queries_and_one_of_another_language_in_three() -> None:
    report = make_report("Wait time")
    renamed(make_translation(report, "es"), "tiempo")
    site, locales_known = Site.objects.get(), locales()
    assert len(locales_known) > 1
    asked: dict[tuple[str, str], list[Any]] = {}
    for language, path in (("en", "wait-time"), ("ar", "wait-time"), ("es", "wait-time"), ("fr", "nowhere")):
        request = RequestFactory().get("/")
        request._wagtail_site = site  # type: ignore[attr-defined]
        for _look in range(2):
            with translation.override(language), CaptureQueriesContext(connection) as log:
                found = find(request, f"research/reports/{path}/")
            asked.setdefault((language, path), []).append((len(log), found and found.page.slug))
    assert asked == {
        ("en", "wait-time"): [(2, "wait-time"), (0, "wait-time")],
        ("ar", "wait-time"): [(3, "wait-time"), (0, "wait-time")],
        ("es", "wait-time"): [(3, "tiempo"), (0, "tiempo")],
        ("fr", "nowhere"): [(1, None), (1, None)],
    }

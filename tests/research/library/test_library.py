"""Finding reports: what the filters, their counts, the orders and the pages of the library give."""

from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.http import QueryDict
from django.test import Client
from django.utils.translation import override
from wagtail.models import Locale, PageViewRestriction

from camtree.vocabularies.models import VOCABULARIES
from research.library.browsing import OPEN_VALUES, PER_PAGE
from research.library.facts import FILTERS
from research.library.queries import collection_context, collections_shown
from research.models import ReportPage
from research.publishing.actions.withdrawals import remove_report, withdraw_report
from tests.factories.members import make_member
from tests.factories.pages import make_collection, make_report, make_translation

pytestmark = pytest.mark.django_db

# By facet: what most reports have, and what one has. No value would be found in a field that is not its own.
USUAL = {"phase": "primary", "subject": "science", "approach": "t-seda", "theme": "oracy"}
USUAL |= {"country": "KE", "language": "en", "kind": "research_report", "year": "2026"}
RARE = {"phase": "special", "subject": "history", "approach": "case-study", "theme": "inclusion"}
RARE |= {"country": "FR", "language": "sw", "kind": "summary", "year": "2012"}
FIELDS = {"phase": "phases", "subject": "subjects", "approach": "approaches", "theme": "themes"}
FIELDS |= {"language": "original_language"}


def make(title: str, **facts: Any) -> ReportPage:
    """A report with the usual value in each facet, but for those named; several terms of one facet are one string."""
    values: dict[str, Any] = {}
    for parameter, usual in USUAL.items():
        value = facts.pop(parameter, usual)
        field = FIELDS.get(parameter, parameter)
        if field == "year":
            facts.setdefault("published_on", date(int(value), 3, 1))
        elif field in VOCABULARIES:
            terms = VOCABULARIES[field].objects.filter(slug__in=value.split(), locale__language_code="en")
            assert len(terms) == len(value.split())
            values[field] = list(terms)
        else:
            values[field] = value
    return make_report(title, **values, **facts)


def library(query: str = "", language: str = "en", path: str = "") -> BeautifulSoup:
    response = Client().get(f"/{language}/research/{path}?{query.lstrip('?')}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def titles(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select(".report-card h3 a")]


def found(query: str = "", language: str = "en") -> list[str]:
    return titles(library(query, language))


def number_of(page: BeautifulSoup) -> int:
    """How many reports the page says that there are."""
    return int(page.select_one("#reports").get_text().split()[0])  # type: ignore[union-attr]


def offered(page: BeautifulSoup) -> dict[str, tuple[int, str]]:
    """What the page offers to narrow by, `Facet: name` → the count beside it and the query it leads to."""
    found: dict[str, tuple[int, str]] = {}
    for section in page.select(".facets section"):
        heading = section.select_one("h3")
        for link in section.select("a"):
            count = link.select_one(".n")
            assert isinstance(heading, Tag)
            assert isinstance(count, Tag)
            name = link.get_text().removesuffix(count.get_text()).strip()
            found[f"{heading.get_text()}: {name}"] = (int(count.get_text()), str(link["href"]))
    return found


# ---------------------------------------------------------------- filters


def test_each_facet_filters_by_its_own_field() -> None:
    assert [row.parameter for row in FILTERS] == list(RARE) == list(USUAL)
    for parameter, value in RARE.items():
        make(f"Rare {parameter}", **{parameter: value})
    assert {parameter: found(f"{parameter}={value}") for parameter, value in RARE.items()} == {
        parameter: [f"Rare {parameter}"] for parameter in RARE
    }
    for parameter, value in USUAL.items():
        assert set(found(f"{parameter}={value}")) == {f"Rare {other}" for other in RARE} - {f"Rare {parameter}"}


@pytest.mark.parametrize(
    ("query", "chosen"),
    [("", []), ("country=KE", ["Country"]), ("phase=primary&q=two", ["Phase"]), ("subject=history", ["Subject"])],
)
def test_every_count_says_what_its_link_gives(query: str, chosen: list[str]) -> None:
    make(
        "Two of each",
        **{parameter: f"{RARE[parameter]} {USUAL[parameter]}" for parameter in FIELDS if parameter != "language"},
    )
    make("Two of some", phase="primary special")
    make("Usual")
    make_translation(make("Rare", **RARE))
    make("Not yet", live=False)
    page = library(query)
    assert number_of(page) == len(titles(page)) > 0
    offers = {name: offer for name, offer in offered(page).items() if name.partition(":")[0] not in chosen}
    assert {name.partition(":")[0] for name in offers} | {*chosen} == {str(row.name) for row in FILTERS}
    given = {name: number_of(library(link)) for name, (_count, link) in offers.items()}
    assert {name: count for name, (count, _link) in offers.items()} == given


def test_filters_and_words_all_have_to_match() -> None:
    make("Zebra one")
    make("Zebra two", subject="history")
    make("Zebra three", phase="special")
    make("Lion", subject="history")
    assert found("phase=primary&subject=science") == ["Zebra one"]
    assert set(found("subject=history")) == {"Zebra two", "Lion"}
    assert found("subject=history&q=zebra") == ["Zebra two"]
    assert found("subject=history&phase=special") == []
    assert found("subject=history&country=KE&kind=research_report&q=lion") == ["Lion"]


@pytest.mark.parametrize("parameter", list(RARE))
def test_an_unknown_value_finds_nothing_and_says_so(parameter: str) -> None:
    make("Here")
    page = library(f"{parameter}=unheard-of")
    assert titles(page) == []
    assert "No report matches all of this." in page.get_text()
    assert page.select_one('.nothing a[href="/en/research/"]') is not None


def test_what_is_no_filter_changes_nothing() -> None:
    make("Here")
    make("There", subject="history", phase="special")
    assert found("colour=green&phase=&subject=%20&sort=upwards&page=last") == ["There", "Here"]
    assert found("country=ke") == ["There", "Here"]


def test_a_filter_is_shown_and_taken_away_alone() -> None:
    make("Here")
    make("There", subject="history")
    page = library("subject=history&phase=primary&sort=title")
    hidden = page.select("form.find input[type=hidden]")
    assert {(tag["name"], tag["value"]) for tag in hidden} == {("phase", "primary"), ("subject", "history")}
    shown = page.select(".chosen-filters li a")
    assert [link.get_text() for link in shown] == ["Remove filter: Primary", "Remove filter: History"]
    assert [titles(library(str(link["href"]))) for link in shown] == [["There"], ["Here", "There"]]
    assert [link.get_text() for link in page.select(".facets a.chosen")] == ["Primary 1", "History 1"]


# What the address asks for and what its chips say, where the library has a report of primary science in Kenya and one
# of secondary mathematics in France.
CHIPS = {
    "country=ke&phase=secondary": ["Secondary", "Kenya"],
    "subject=mathematics&country=ke": ["Mathematics", "Kenya"],
    "phase=Nonsense": ["Nonsense"],
    "country=zz": ["zz"],
    "country=Nowhere&q=zebra": ["zebra", "Nowhere"],
    "language=Klingon": ["Klingon"],
    "kind=poem&year=20x6": ["poem", "20x6"],
    "theme=%3Cb%3EBold%3C/b%3E": ["<b>Bold</b>"],
    f"theme={'x' * 61}": ["x" * 60],
    "country=ke&country=zz": ["Kenya", "zz"],
}


@pytest.mark.parametrize("query", CHIPS)
def test_every_filter_of_the_address_has_a_chip_that_takes_it_away(query: str) -> None:
    make("Here")
    make("There", phase="secondary", subject="mathematics", country="FR")
    page = library(query)
    chips = page.select(".chosen-filters li a")
    assert [chip.get_text().removeprefix("Remove filter: ") for chip in chips] == CHIPS[query]
    for chip in chips:
        left = [text for text in CHIPS[query] if text != chip.get_text().removeprefix("Remove filter: ")]
        others = library(str(chip["href"])).select(".chosen-filters li a")
        assert [other.get_text().removeprefix("Remove filter: ") for other in others] == left


def test_facets_stay_where_what_is_chosen_together_finds_nothing() -> None:
    make("Here")
    make("There", phase="secondary", country="FR")
    page = library("phase=secondary&country=ke")
    assert titles(page) == []
    counts = {name: count for name, (count, _query) in offered(page).items()}
    # As if the fact itself were not narrowed by: what choosing another value as well would bring.
    assert counts == {"Phase: Secondary": 0, "Phase: Primary": 1, "Country: Kenya": 0, "Country: France": 1}


def test_a_search_in_a_facet_answers_below_its_field_and_stays_open_and_in_place() -> None:
    make("Here")
    for code in ("BJ", "BW", "CM", "GH", "KZ", "LR", "MW", "ML", "NE", "NG", "SN", "TG", "UG", "ZM", "ZW"):
        make(code, country=code)
    closed = library("subject=science")
    assert [tag.has_attr("open") for tag in closed.select(".facets, #facet-country .more")] == [False, False]
    assert len(closed.select("#facet-country > ul li")) == OPEN_VALUES
    page = library("subject=science&in-country=kEn")
    assert [tag.has_attr("open") for tag in page.select(".facets, #facet-country .more")] == [True, True]
    (form,) = page.select("#facet-country .facet-search")
    assert form["action"] == "#facet-country"
    assert {(tag["name"], tag["value"]) for tag in form.select("input")} == {
        ("subject", "science"),
        ("in-country", "kEn"),
    }
    (answer,) = form.find_next_siblings()
    assert [link.get_text() for link in answer.select("a")] == ["Kenya 1"]
    assert [str(link["href"]) for link in answer.select("a")] == ["?subject=science&country=ke"]
    (nothing,) = library("in-country=zzz").select("#found-country")
    assert nothing.get_text().strip() == "Nothing in this list is called “zzz”."


def test_another_language_and_signing_in_keep_what_was_asked() -> None:
    make("Here")
    query = "q=f%C3%B6rest&country=no&country=ke"
    page = library(f"{query}&utm_source=mail")
    switched = {str(link["lang"]): str(link["href"]) for link in page.select(".languages a")}
    assert switched["en"] == f"/en/research/?{query}"
    assert switched["ar"] == f"/ar/research/?{query}"
    (sign_in,) = page.select('.account a[href*="/login/"]')
    address = QueryDict(str(sign_in["href"]).partition("?")[2])["next"]
    assert address == f"/en/research/?{query}"
    # Machines are told addresses without it.
    assert [link["href"] for link in page.select('link[hreflang="ar"]') if "?" in str(link["href"])] == []
    login = BeautifulSoup(Client().get("/en/account/login/", {"next": address}).content, "html.parser")
    (again,) = login.select('.account a[href*="/login/"]')
    assert QueryDict(str(again["href"]).partition("?")[2])["next"] == address


# ---------------------------------------------------------------- orders and pages


def test_orders() -> None:
    for title, day in (("Banana", 2), ("Apple", 3), ("Damson", 1), ("Cherry", 3), ("Elder", None)):
        make(title, published_on=date(2026, 3, day) if day else None)
    newest = ["Cherry", "Apple", "Banana", "Damson", "Elder"]
    orders = {sort: found(f"sort={sort}") for sort in ("newest", "oldest", "title")}
    # Of one day, the one that was written last counts as newer; what has no day comes last.
    assert orders == {
        "newest": newest,
        "oldest": ["Damson", "Banana", "Apple", "Cherry", "Elder"],
        "title": ["Apple", "Banana", "Cherry", "Damson", "Elder"],
    }
    assert found() == newest


def test_a_search_begins_with_what_fits_best_and_may_be_ordered() -> None:
    make("Nothing of it", introduction="Not much but a zebra.", published_on=date(2026, 3, 2))
    make("Zebra", published_on=date(2026, 3, 1))
    assert found("q=zebra") == found("q=zebra&sort=") == ["Zebra", "Nothing of it"]
    assert found("q=zebra&sort=newest") == ["Nothing of it", "Zebra"]
    current = library("q=zebra").select('.sort a[aria-current="true"]')
    assert [link.get_text() for link in current] == ["Best match"]


def test_later_pages_keep_filter_order_and_words() -> None:
    for number in range(PER_PAGE + 2):
        make(f"Zebra {number:02}", subject="history")
    make("Zebra of science")
    make("Lion", subject="history")
    first = library("q=zebra&subject=history&sort=title")
    (onward,) = first.select('a[rel="next"]')
    second = library(str(onward["href"]))
    assert titles(first) + titles(second) == [f"Zebra {number:02}" for number in range(PER_PAGE + 2)]
    assert number_of(first) == number_of(second) == PER_PAGE + 2
    assert second.select('a[rel="next"]') == []
    (back,) = second.select('a[rel="prev"]')
    assert titles(library(str(back["href"]))) == titles(first)
    # Another filter or order begins at the first page.
    links = [str(link["href"]) for link in second.select(".facets a, .sort a, .chosen-filters li a")]
    assert len(links) > 10
    assert [link for link in links if "page=" in link] == []
    assert found("q=zebra&subject=history&sort=title&page=99") == titles(second)


# ---------------------------------------------------------------- which reports, in which language


def test_each_work_is_there_once_in_the_reader_s_language_and_else_in_english() -> None:
    both = make("Wait time", subject="history")
    translation = make_translation(both)
    translation.title = "وقت الانتظار"
    translation.save_revision().publish()
    make("Only in English")
    assert set(found()) == {"Wait time", "Only in English"}
    assert set(found(language="ar")) == {"وقت الانتظار", "Only in English"}
    assert set(found(language="es")) == {"Wait time", "Only in English"}
    # The slug is that of the English term; its name is the reader's, and the work counts once.
    assert found("subject=history", "ar") == ["وقت الانتظار"]
    assert [
        count for name, (count, _link) in offered(library(language="ar")).items() if name.endswith(": التاريخ")
    ] == [1]


def test_the_list_of_all_reports_is_the_library() -> None:
    make("Here")
    make("There", subject="history")
    assert titles(library("subject=history", path="reports/")) == ["There"]


def test_a_withdrawn_report_stays_and_says_so_and_a_removed_one_goes() -> None:
    for title in ("Kept", "Withdrawn", "Removed"):
        make(title)
    editor = make_member(roles=("Moderators",))
    works = dict(ReportPage.objects.values_list("title", "translation_key"))
    withdraw_report(work=works["Withdrawn"], by=editor, public_reason="The count was wrong.")
    remove_report(work=works["Removed"], by=editor, public_reason="A pupil could be found.")
    page = library("sort=title")
    assert titles(page) == ["Kept", "Withdrawn"]
    marked = [card.select_one("h3").get_text() for card in page.select(".report-card") if card.select(".withdrawn")]  # type: ignore[union-attr]
    assert marked == ["Withdrawn"]
    assert {count for count, _link in offered(page).values()} == {2}


def test_what_is_hidden_is_neither_listed_nor_counted() -> None:
    make("Here")
    make("Not yet", live=False)
    hidden = make("For members")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    page = library()
    assert titles(page) == ["Here"]
    assert (number_of(page), {count for count, _link in offered(page).values()}) == (1, {1})


def test_a_collection_counts_what_its_readers_find_in_it() -> None:
    shown, draft, private, translated = (
        make("Here"),
        make("Not yet", live=False),
        make("For members"),
        make("Only in Arabic now"),
    )
    make_collection([shown, draft, private, translated])
    make_translation(translated)
    ReportPage.objects.filter(pk=translated.pk).update(live=False)
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    for language, found in (("en", ["Here"]), ("ar", ["Here", "Only in Arabic now"])):
        locale = Locale.objects.get(language_code=language)
        (collection,) = collections_shown(locale)
        with override(language):
            rows = collection_context(collection)["items"]
        assert [row["report"].title for row in rows] == found
        assert collection.number_of_reports == len(found)


def test_words_beside_each_other_are_apart_on_a_banner_and_on_a_card() -> None:
    report = make("Question")
    for language in ("es", "ar"):
        make_translation(report, language)
    banner = BeautifulSoup(Client().get("/fr/research/reports/question/").content, "html.parser").select_one(
        ".shown-in"
    )
    assert banner is not None
    assert " ".join(banner.get_text().split()) == (
        "Ce texte n’a pas été traduit en français. Il est affiché en anglais. Il existe aussi en : espagnol · arabe"
    )
    make_collection([report], "Held")
    card = BeautifulSoup(Client().get("/es/research/collections/").content, "html.parser").select_one(".card .meta")
    assert card is not None
    assert " ".join(card.get_text().split()) == "1 informe · En inglés"


def test_a_pager_leads_to_the_first_the_last_and_the_pages_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("research.library.browsing.PER_PAGE", 1)
    for number in range(9):
        make(f"Zebra {number}")
    page = library("q=zebra&page=5&sort=title")
    pager = page.select(".page-numbers li")
    assert [item.get_text().strip() for item in pager] == ["1", "…", "4", "5", "6", "…", "9"]
    assert [link["href"] for item in pager for link in item.select("a")] == [
        f"?q=zebra&sort=title&page={number}" for number in (1, 4, 6, 9)
    ]
    assert [item.get_text() for item in page.select('.page-numbers [aria-current="page"]')] == ["5"]


def test_a_slip_is_put_right_as_on_the_search_page() -> None:
    make("Fractions in year four")
    for path in ("research/", "search/"):
        page = BeautifulSoup(Client().get(f"/en/{path}?q=fractons").content, "html.parser")
        assert [link.get_text() for link in page.select(".search-note a")] == ["fractions"], path


def test_reports_that_the_search_page_finds_are_narrowed_in_the_library() -> None:
    make("Fractions & more")
    for query, told in (("", 1), ("&type=report", 1), ("&type=course", 0)):
        page = BeautifulSoup(Client().get(f"/en/search/?q=fractions+%26+more{query}").content, "html.parser")
        links = page.select('.search-note a[href^="/en/research/"]')
        assert len(links) == told
        for link in links:
            assert link.get_text() == "Narrow this 1 report in the library"
            assert titles(library(str(link["href"]).partition("?")[2])) == ["Fractions & more"]


@pytest.mark.parametrize(("asked", "number"), [("3", "3"), ("201", "201"), (str(10**30), "100,000")])
def test_a_page_of_results_beyond_the_last_says_so_and_leads_to_the_last(asked: str, number: str) -> None:
    for count in range(11):
        make(f"Zebra {count}")
    beyond = BeautifulSoup(Client().get(f"/en/search/?q=zebra&page={asked}").content, "html.parser")
    assert f"There is no page {number} of these results." in beyond.get_text()
    (link,) = beyond.select(".nothing a")
    assert (link["href"], link.get_text().strip()) == ("?q=zebra&page=2", "To the last page, 2")
    last = BeautifulSoup(Client().get(f"/en/search/{link['href']}").content, "html.parser")
    assert len(last.select(".hits > li")) == 1
    assert [item.get_text() for item in last.select('.page-numbers [aria-current="page"]')] == ["2"]

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from research.models import ReportAuthor, ReportPage
from tests.factories.pages import make_collection, make_report, make_translation
from tests.queries import Look, same_at_one_and_twelve

pytestmark = pytest.mark.django_db
ORCID = "0000-0002-1825-0097"


def by(title: str, **author: Any) -> ReportPage:
    return make_report(title, authors=[ReportAuthor(**({"name": "Nila Perera"} | author))])


def page_in(text: Any) -> Any:
    return BeautifulSoup(text, "html.parser")


def page_of(key: str, language: str = "en") -> str:
    response = Client().get(f"/{language}/research/authors/{key}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_tells_names_workplaces_works_and_collections() -> None:
    author = {"native_name": "නිලා පෙරේරා", "affiliation": "Hill School", "orcid": ORCID}
    make_collection([by("Wait time", **author)], "Talk")
    by("Slips", **author)
    html = page_of(ORCID)
    assert "<h1><bdi>Nila Perera</bdi></h1>" in html
    for said in ("නිලා පෙරේරා", "Hill School", f'href="https://orcid.org/{ORCID}"', ">Talk</a>", "2 reports"):
        assert said in html
    assert html.index("Slips") < html.index("Wait time")
    assert "may be by more than one person" not in html


@pytest.mark.parametrize(
    ("language", "first", "beside"),
    [("en", "Meilin Sun", "孙美琳"), ("ar", "Meilin Sun", "孙美琳"), ("zh-hans", "孙美琳", "Meilin Sun")],
)
def test_the_name_in_the_readers_script_comes_first(language: str, first: str, beside: str) -> None:
    report = by("Wait time", name="Meilin Sun", native_name="孙美琳")
    page = page_in(page_of("meilin-sun", language))
    assert (page.h1.get_text(), page.select_one(".native").get_text(strip=True)) == (first, beside)
    assert page.select_one(".card .byline").get_text(strip=True).strip("\u2068\u2069").startswith(first)
    page = page_in(Client().get(f"/{language}/research/reports/{report.slug}/").content)
    assert page.select_one(".authors b").get_text(strip=True) == first
    assert page.select_one(".authors .native").get_text(strip=True) == beside


def test_role_and_school_keep_each_to_itself() -> None:
    report = by("Wait time", role="mathematics teacher", affiliation="Girls' and Boys' School")
    page = page_in(Client().get(f"/ar/research/reports/{report.slug}/").content)
    assert [part.get_text() for part in page.select(".authors bdi.part")] == [
        "mathematics teacher",
        "Girls' and Boys' School",
    ]
    page = page_in(page_of("nila-perera", "ar"))
    assert [part.get_text() for part in page.select(".author-head bdi.part")] == ["Girls' and Boys' School"]


def test_the_page_stands_below_the_library() -> None:
    by("Wait time")
    crumbs = page_in(page_of("nila-perera", "ar")).select(".crumbs a")
    assert [link["href"] for link in crumbs] == ["/ar/research/"]


def test_works_are_shown_once_in_the_readers_language() -> None:
    report = by("Wait time")
    spanish = make_translation(report, "es")
    spanish.title = "El tiempo de espera"
    spanish.save_revision().publish()
    by("Slips")
    html = page_of("nila-perera", "es")
    assert html.count('class="card report-card"') == 2
    assert "El tiempo de espera" in html
    assert "Wait time" not in html


def test_the_name_on_a_report_leads_there() -> None:
    report = by("Wait time")
    link = reverse("author", args=["nila-perera"])
    assert f'<a href="{link}">Nila Perera</a>' in " ".join(Client().get(report.url).content.decode().split())


def test_one_name_with_and_without_orcid_is_two_pages_that_point_at_each_other() -> None:
    by("Wait time", orcid=ORCID)
    by("Slips")
    with_orcid, without = page_of(ORCID), page_of("nila-perera")
    assert ("Wait time" in with_orcid, "Slips" in with_orcid) == (True, False)
    assert ("Wait time" in without, "Slips" in without) == (False, True)
    assert f'href="{reverse("author", args=["nila-perera"])}"' in with_orcid
    assert f'href="{reverse("author", args=[ORCID])}"' in without


def test_works_of_one_name_without_orcid_are_said_to_be_of_whoever_has_it() -> None:
    by("Wait time")
    sentence = "These works carry the same name and no ORCID iD, so they may be by more than one person."
    assert sentence not in page_of("nila-perera")
    by("Slips", affiliation="Another school")
    assert sentence in page_of("nila-perera")


@pytest.mark.parametrize("key", ["nobody", "0000-0000-0000-0000", "%00", "x" * 500, "نيلا"])
def test_who_wrote_nothing_has_no_page(key: str) -> None:
    by("Wait time")
    assert Client().get(f"/en/research/authors/{key}/").status_code == 404


def test_names_that_differ_in_vowel_signs_are_two_authors() -> None:
    by("Wait time", name="कमल शर्मा")
    by("Slips", name="कमला शर्मा")
    pages = [page_of("कमल-शर्मा"), page_of("कमला-शर्मा")]
    assert [("Wait time" in html, "Slips" in html) for html in pages] == [(True, False), (False, True)]


def test_an_old_address_leads_to_the_author_and_where_it_was_that_of_several_to_each() -> None:
    by("Wait time", name="कमला शर्मा")
    answer = Client().get("/ar/research/authors/कमल-शरम/")
    assert (answer.status_code, answer["Location"]) == (
        301,
        reverse("author", args=["कमला-शर्मा"]).replace("/en/", "/ar/"),
    )
    closed = by("Slips", name="कमल शर्मा")
    html = Client().get("/en/research/authors/कमल-शरम/").content.decode()
    assert [f'href="{reverse("author", args=[key])}"' in html for key in ("कमल-शर्मा", "कमला-शर्मा")] == [True, True]
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    assert Client().get("/en/research/authors/कमल-शरम/").status_code == 301


def test_an_address_as_a_name_is_written_leads_to_its_author() -> None:
    by("Wait time")
    assert Client().get("/en/research/authors/Nila Perera/")["Location"] == reverse("author", args=["nila-perera"])


def test_what_is_not_public_is_not_told() -> None:
    by("Wait time", affiliation="Seen school")
    private = by("Slips", affiliation="Hidden school", orcid="")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    by("Drafted", affiliation="Unfinished school").unpublish()
    html = page_of("nila-perera")
    assert ("Seen school" in html, "Hidden school" in html, "Unfinished school" in html) == (True, False, False)
    assert "1 report" in html
    PageViewRestriction.objects.create(page=ReportPage.objects.get(title="Wait time"), restriction_type="login")
    assert Client().get("/en/research/authors/nila-perera/").status_code == 404


def test_a_page_number_that_is_none_shows_the_nearest() -> None:
    by("Wait time")
    assert "Wait time" in Client().get("/en/research/authors/nila-perera/?page=99999999999").content.decode()


@pytest.mark.usefixtures("nothing_kept")
def test_the_page_of_an_author_asks_as_much_of_twelve_works_as_of_one() -> None:
    def more(number: int) -> None:
        for place in range(number):
            report = by(f"Inquiry {place}")
            make_translation(report)
            make_collection([report], f"Collection {place}")

    address = "/{}/research/authors/nila-perera/"
    card = 'class="card report-card"'
    same_at_one_and_twelve(more, *(Look(address.format(code), 7, card) for code in ("en", "ar")))

"""Addresses that are pasted into the library and the search find what stands there."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import PageViewRestriction

from camtree.search.pasted import asked_in
from research.models import DoiDeposit, ReportAuthor
from tests.factories.pages import make_report, make_translation
from tests.queries import budget

pytestmark = pytest.mark.django_db
ORCID = "0000-0002-1825-009X"


@pytest.mark.parametrize(
    "text",
    ["wait time", "", "  ", "http", "and/or", "e.g. this/that", "0000-0002-1825-0097", "https://camtree.example/"],
)
def test_what_is_no_address_that_is_known_stays_as_it_is(text: str) -> None:
    assert asked_in(text) == text


@pytest.mark.parametrize(
    "text",
    [
        f"https://orcid.org/{ORCID}",
        f" http://orcid.org/{ORCID.lower()} ",
        f"<https://orcid.org/{ORCID}>",
        f"orcid.org/{ORCID}/",
        f"ORCID:{ORCID}",
    ],
)
def test_of_an_orcid_address_the_identifier_is_left(text: str) -> None:
    with budget(0, same_shape=0):
        assert asked_in(text) == ORCID


def titles(address: str, asked: str) -> list[str]:
    page = BeautifulSoup(Client().get(address, {"q": asked}).content, "html.parser")
    return [" ".join(title.get_text().split()) for title in page.select("main h3 a, main h2 a")]


@pytest.mark.parametrize("place", ["/en/search/", "/en/research/"])
def test_an_address_finds_what_stands_there(place: str) -> None:
    report = make_report(
        "Wait time and talk",
        identifier="CT-2026-0041",
        authors=[ReportAuthor(name="Nila", orcid="0000-0002-1825-0097")],
    )
    untold = make_report("Who answers “now”?", imported_from="dspace:20.500.12345/678")
    make_report("Other")
    DoiDeposit.objects.create(
        work=report.translation_key, identifier="CT-2026-0041", doi="10.5072/ct-2026-0041", address="https://c.example/"
    )
    for asked in (
        "https://orcid.org/0000-0002-1825-0097",
        f"https://camtree.example{report.url}",
        f"camtree.example{report.url}?utm_source=mail#cite",
        "https://doi.org/10.5072/CT-2026-0041",
        "doi:10.5072/ct-2026-0041.",
    ):
        assert titles(place, asked) == [report.title]
    for asked in (f"http://testserver/ar/research/reports/{untold.slug}/", "https://hdl.handle.net/20.500.12345/678"):
        assert titles(place, asked) == [untold.title]


def test_an_address_in_another_language_finds_the_work_in_the_readers() -> None:
    report = make_report("Wait time")
    spanish = make_translation(report, "es")
    spanish.title = "Esperar"
    spanish.save_revision().publish()
    assert titles("/es/research/", f"https://camtree.example{report.url}") == ["Esperar"]


def test_an_address_tells_nothing_of_what_is_not_public() -> None:
    report = make_report("Secret", identifier="CT-2026-0041")
    PageViewRestriction.objects.create(page=report, restriction_type="login")
    address = f"https://camtree.example{report.url}"
    assert asked_in(address) == address

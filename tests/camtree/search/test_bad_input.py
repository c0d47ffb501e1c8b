"""Whatever is typed or put into the address gets a clear answer."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db

TYPED = [
    "a" * 10_000,
    "word " * 100,
    '"',
    '"""',
    "'",
    "AND OR NOT NEAR(a b)",
    "a* ^b {c} : (d",
    "a & b | !c <-> d :*",
    "\\' \\",
    "%_%",
    "-",
    "-okapi",
    "okapi\x00gnu",
    "🎉 okapi",
    "\u202eokapi",
    "שלום مرحبا привет नमस्ते สวัสดี 你好 안녕하세요",
    "<script>alert(1)</script>",
    "{{ 7|add:7 }}",
]


@pytest.mark.parametrize("typed", TYPED, ids=range(len(TYPED)))
@pytest.mark.parametrize("address", ["/en/search/", "/en/research/", "/ar/search/", "/en/search/suggest/"])
def test_whatever_is_typed_is_answered(client: Client, address: str, typed: str) -> None:
    make_report("Okapi")
    answer = client.get(address, {"q": typed})
    assert answer.status_code in (200, 400)
    assert b"<script>alert" not in answer.content


@pytest.mark.parametrize(
    "query",
    [
        "page=1000000000",
        "page=-1",
        "page=x",
        "page=%00",
        "sort=upwards",
        "country=XX",
        "country='%20OR%201=1",
        'country="',
        "phase=*",
        "year=99999999999999999999",
        "theme=" + "a" * 3000,
        "&".join(f"theme={number}" for number in range(300)),
        "in-country=%22",
        "type=nothing",
        "q=okapi&page=999999",
        "q=okapi&country=KE&sort=title&page=2",
    ],
)
@pytest.mark.parametrize("address", ["/en/search/", "/en/research/"])
def test_whatever_the_address_says_is_answered(client: Client, address: str, query: str) -> None:
    make_report("Okapi", country="KE")
    answer = client.get(f"{address}?{query}")
    assert answer.status_code in (200, 400, 404)


def test_a_value_that_does_not_exist_finds_nothing_and_no_value_counts_as_a_sign(client: Client) -> None:
    make_report("Okapi", country="KE")
    for value in ("*", "k*", '"ke"', "ke' | 'x", "ke OR no"):
        page = BeautifulSoup(client.get("/en/research/", {"country": value}).content, "html.parser")
        assert page.select(".report-card") == [], value


def test_more_than_is_looked_for_is_told(client: Client) -> None:
    said = "Only the first twelve words, or 200 letters, were looked for."
    assert said in client.get("/en/search/", {"q": "word " * 13}).content.decode()
    assert said in client.get("/en/search/", {"q": "a" * 201}).content.decode()
    assert said not in client.get("/en/search/", {"q": "word " * 12}).content.decode()

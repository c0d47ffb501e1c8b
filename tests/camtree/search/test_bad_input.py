"""Whatever is typed or put into the address gets a clear answer."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from camtree.search.models import Synonyms
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


@pytest.mark.parametrize("address", ["/zh-hans/search/", "/zh-hans/research/"])
def test_a_long_run_of_chinese_takes_no_longer_than_words(client: Client, address: str) -> None:
    make_report("教师课堂")
    typed = "".join(chr(0x4E00 + 37 * number) for number in range(200))
    with CaptureQueriesContext(connection) as log:
        assert client.get(address, {"q": typed}).status_code == 200
    assert max(len(query["sql"]) for query in log.captured_queries) < 12_000


def test_synonyms_without_a_letter_are_refused_and_break_nothing(admin_client: Client, client: Client) -> None:
    address = reverse("wagtailsnippets_search_synonyms:add")
    for words, sentence in (
        ("addition, plus, +", "“+” has no letter and no digit: nobody would find anything by it."),
        ("😀, happy", "“😀” has no letter and no digit: nobody would find anything by it."),
        ("sparky", "Write at least two, with commas between them."),
    ):
        assert sentence in admin_client.post(address, {"language": "en", "words": words}).content.decode()
    assert not Synonyms.objects.exists()
    Synonyms.objects.create(language="en", words="addition, plus, +, %, 😀")
    make_report("Okapi plus")
    for place in ("/en/search/", "/en/research/", "/en/research/export/csv/"):
        answer = client.get(place, {"q": "addition"})
        content = answer.getvalue()
        assert (answer.status_code, b"Okapi" in content) == (200, True), place


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

import pytest
from django.test import Client

from tests.bench.search import COUNT, KIND, ROWS, Row, most_on_sqlite, p95, sizes_of
from tests.factories.pages import make_report


def test_p95_of_twenty_is_the_second_dearest() -> None:
    assert (p95([float(cost) for cost in range(20)]), p95([3.0]), p95([1.0, 2.0])) == (18, 3, 2)


def test_sizes_come_once_and_the_smallest_first() -> None:
    assert sizes_of(" 10000,1000 ,1000") == [1000, 10000]


@pytest.mark.parametrize("words", ["", "many", "0", "-5", "1000001"])
def test_sizes_that_are_none_are_refused_with_a_sentence(words: str) -> None:
    with pytest.raises(SystemExit, match="are no sizes of libraries"):
        sizes_of(words)


def test_a_row_has_a_new_address_for_each_number_where_something_may_be_kept() -> None:
    places = {"chinese": "学生", "admin_search": "/admin/pages/search/", "common": "pupils"}
    assert Row("", "/zh-hans/search/?q={chinese}", 1).address_of(places, 3) == (
        "/zh-hans/search/?q=%E5%AD%A6%E7%94%9F&look=3"
    )
    assert Row("", "/en/research/", 1).address_of(places, 3) == "/en/research/?look=3"
    assert Row("", "/sitemap-en.xml", 1).address_of(places, 3) == "/sitemap-en.xml"
    assert Row("", "{admin_search}?q={common}", 1, is_editors=True).address_of(places, 3) == (
        "/admin/pages/search/?q=pupils"
    )


def test_rows_have_names_of_their_own_and_room_for_them() -> None:
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) < 21


def test_more_is_allowed_on_sqlite_among_many() -> None:
    assert [most_on_sqlite(size) for size in (1_000, 10_000, 100_000)] == [60, 60, 400]


@pytest.mark.django_db
def test_numbers_are_read_off_the_listing() -> None:
    """Of the page as it is: a row of zeros would look like wrong counts."""
    for number, kind in enumerate(["summary", "summary", "research_report"]):
        make_report(f"About pupils {number}", kind=kind)
    listing = Client().get("/en/research/?q=pupils").content.decode()
    assert COUNT.findall(listing) == ["3"]
    assert sorted(KIND.findall(listing)) == [("research_report", "1"), ("summary", "2")]
    assert COUNT.findall('<h2 id="reports">\n 1,234 reports</h2>') == ["1,234"]

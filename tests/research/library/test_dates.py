from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from research.library.dates import PartialDate
from research.publishing.papers import paper_of
from tests.factories.pages import make_report


@pytest.mark.parametrize(
    ("text", "expected", "parts", "slashed"),
    [
        ("2021", "2021", [2021], "2021"),
        ("2021-05", "2021-05", [2021, 5], "2021/05"),
        ("2021-05-17T10:00:00Z", "2021-05-17", [2021, 5, 17], "2021/05/17"),
        ("2021-01-01", "2021-01-01", [2021, 1, 1], "2021/01/01"),
        ("0999", "0999", [999], "0999"),
    ],
)
def test_dates_may_be_whole_or_in_part(text: str, expected: str, parts: list[int], slashed: str) -> None:
    read = PartialDate.read(text)
    assert read is not None
    assert (read.iso, read.parts, read.slashed) == (expected, parts, slashed)


def test_no_text_is_no_date() -> None:
    assert PartialDate.read(" ") is None


@pytest.mark.parametrize("text", ["May 2020", "20", "2021-5", "2021-05-17-2", "0000"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no d"):
        PartialDate.read(text)


@pytest.mark.parametrize(
    ("language", "year", "month", "day"),
    [
        ("en", "2012", "May 2012", "7 May 2012"),
        ("es", "2012", "mayo de 2012", "7 de mayo de 2012"),
        ("fr", "2012", "mai 2012", "7 mai 2012"),
        ("ar", "2012", "مايو 2012", "7 مايو 2012"),
        ("zh-hans", "2012年", "2012年5月", "2012年5月7日"),
    ],
)
def test_a_date_is_told_in_words_as_far_as_it_is_known(language: str, year: str, month: str, day: str) -> None:
    with translation.override(language):
        told = [str(PartialDate(date(2012, 5, 7), known).words) for known in ("year", "month", "day")]
    assert told == [year, month, day]


@pytest.mark.django_db
def test_nothing_tells_more_of_a_date_than_is_known() -> None:
    report = make_report(published_on=date(2012, 1, 1), published_precision="year")
    html = Client().get(report.url).content.decode()
    assert '<time datetime="2012">2012</time>' in html
    assert '<meta name="citation_publication_date" content="2012">' in html
    assert '<meta name="DC.date.issued" content="2012">' in html
    api = Client().get(f"/api/v2/pages/{report.pk}/?fields=published_on").json()
    assert api["published_on"] == "2012"
    paper = paper_of(report, address="https://camtree.example/")
    assert {"term": "Published", "in": ["2012"]} in paper.data["facts"]
    feed = Client().get("/feeds/en/reports.atom").content.decode()
    assert report.first_published_at is not None
    assert f"<published>{report.first_published_at.date().isoformat()}T" in feed
    assert "2012-01-01" not in html + feed + str(paper.data)

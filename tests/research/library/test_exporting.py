"""What the library finds can be taken along, as it is found and no more of it than may be seen."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from research.library import views
from research.library.models import ReportAuthor
from tests.factories.pages import make_report, make_translation

pytestmark = pytest.mark.django_db


def taken(query: str = "", kind: str = "csl-json", language: str = "en") -> list[str]:
    answer = Client().get(f"/{language}/research/export/{kind}/{query}")
    assert answer.status_code == 200
    return [row["title"] for row in json.loads(answer.content)]


def test_a_list_is_taken_along_as_it_is_found() -> None:
    make_report("Wait time", country="KE", published_on=date(2026, 1, 1))
    make_report("Wait and see", country="KE", published_on=date(2026, 2, 1))
    make_report("Wait elsewhere", country="NO", published_on=date(2026, 3, 1))
    make_report("Plants", country="KE", published_on=date(2026, 4, 1))
    assert taken() == ["Plants", "Wait elsewhere", "Wait and see", "Wait time"]
    assert taken("?sort=title") == ["Plants", "Wait and see", "Wait elsewhere", "Wait time"]
    assert taken("?q=wait&country=ke&sort=oldest") == ["Wait time", "Wait and see"]
    assert sorted(taken("?q=wait&country=ke")) == ["Wait and see", "Wait time"]
    assert taken("?q=wait&country=xx") == []
    assert taken("?q=%22%22") == []


def test_nothing_private_or_twice_is_taken_along() -> None:
    public, private = make_report("Public"), make_report("Private")
    make_translation(public)
    assert sorted(taken()) == ["Private", "Public"]
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    assert (taken(), taken(language="ar")) == (["Public"], ["Public"])


def test_no_more_are_taken_along_than_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        make_report(f"Wait {number}", published_on=date(2026, 1, number + 1))
    monkeypatch.setattr(views, "MOST", 2)
    monkeypatch.setattr("research.library.browsing.MOST", 2)
    assert taken() == ["Wait 2", "Wait 1"]
    assert "Take the first 2 of this list along" in " ".join(Client().get("/en/research/").content.decode().split())


def test_a_table_for_spreadsheets() -> None:
    author = ReportAuthor(name="Nila Perera")
    make_report("=1+1", identifier="CT-2026-0001", published_on=date(2026, 1, 2), authors=[author])
    answer: Any = Client().get("/fr/research/export/csv/")
    assert answer["Content-Disposition"] == 'attachment; filename="camtree-fr.csv"'
    assert answer["Cache-Control"] == "private, no-store"
    names, row = csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig")))
    assert len(names) == len(set(names)) == len(row) == 10
    assert row[:4] == ["CT-2026-0001", "'=1+1", "Nila Perera", "2026-01-02"]
    assert row[8] == "http://testserver/en/research/reports/11/"


@pytest.mark.parametrize("kind", ["bibtex", "ris", "csl-json", "csv"])
def test_each_format_of_nothing_is_a_file(kind: str) -> None:
    answer = Client().get(f"/en/research/export/{kind}/?q=nothing")
    assert (answer.status_code, answer["X-Robots-Tag"]) == (200, "noindex")


def test_an_unknown_format_is_not_there() -> None:
    assert Client().get("/en/research/export/pdf/").status_code == 404


def test_who_takes_list_after_list_along_is_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "EXPORTS", 1)
    assert Client().get("/en/research/export/ris/").status_code == 200
    assert Client().get("/en/research/export/ris/").status_code == 429


def test_the_library_offers_its_list_with_the_same_question() -> None:
    make_report("Wait time", country="KE")
    page = Client().get("/en/research/?country=ke&page=1").content.decode()
    assert 'href="/en/research/export/bibtex/?country=ke"' in page
    # What is shown in place of a list that is empty is not what was asked for.
    page = Client().get("/en/research/?q=wait+nowhere").content.decode()
    assert "/en/research/reports/wait-time/" in page
    assert "/research/export/" not in page

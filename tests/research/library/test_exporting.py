"""What the library finds can be taken along, as it is found and no more of it than may be seen."""

import csv
import io
import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from wagtail.models import Locale, PageViewRestriction

from camtree.core.words.languages import country_name
from camtree.vocabularies.queries import term_names
from research.library import views
from research.library.facts import TERMS
from research.library.models import ReportAuthor
from tests.factories.pages import make_full_report, make_report, make_translation

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
    assert len(names) == len(set(names)) == len(row) == 15
    assert row[:4] == ["CT-2026-0001", "'=1+1", "Nila Perera", "2026-01-02"]
    assert row[13] == "http://testserver/en/research/reports/11/"


def test_a_table_tells_facts_in_the_readers_language_as_values_that_can_be_split() -> None:
    report = make_full_report()
    answer: Any = Client().get("/es/research/export/csv/")
    (row,) = csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig")))
    names = term_names(Locale.objects.get(language_code="es"))
    told = [[names[kind][term.slug] for term in getattr(report, kind).all()] for kind in TERMS]
    with translation.override("es"):
        assert row["País"] == country_name(str(report.country))
    assert [row[column].split("; ") for column in ("Etapa", "Asignatura", "Enfoque", "Tema")] == told
    assert row["Palabras clave"].split("; ") == [word for words in told for word in words]


@pytest.mark.parametrize(
    ("query", "plain", "whole"),
    [
        ("?q=wait+time&country=KE", "camtree-wait-time-ke-en.csv", ""),
        ("?q=investigación", "camtree-investigacion-en.csv", "camtree-investigaci%C3%B3n-en.csv"),
        ("?q=教师", "camtree-en.csv", "camtree-%E6%95%99%E5%B8%88-en.csv"),
        ('?q=%22../;"', "camtree-en.csv", ""),
    ],
)
def test_a_file_is_called_after_the_search(query: str, plain: str, whole: str) -> None:
    header = Client().get(f"/en/research/export/csv/{query}")["Content-Disposition"]
    more = f"; filename*=UTF-8''{whole}" if whole else ""
    assert header == f'attachment; filename="{plain}"{more}'


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

"""Who gets which citation, and what the page says of them."""

import json
import re
from datetime import date
from typing import Any

import pytest
import rispy
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pybtex.database import parse_string
from wagtail.models import PageViewRestriction

from camtree.core.caching.generation import forget_all_pages
from research.library.citing.formats import FORMATS, MOST, export
from research.models import DoiDeposit, ReportAuthor, ReportPage
from tests.factories.pages import make_collection, make_full_report, make_report, make_translation

pytestmark = pytest.mark.django_db


def a_report(**facts: Any) -> ReportPage:
    return make_report(
        identifier="CT-2026-0041",
        published_on=date(2026, 3, 14),
        authors=[ReportAuthor(family_name="Perera", given_name="Nila", name="Nila Perera")],
        **facts,
    )


@pytest.mark.parametrize(
    ("kind", "content_type", "file"),
    [
        ("bibtex", "application/x-bibtex; charset=utf-8", "CT-2026-0041-en.bib"),
        ("ris", "application/x-research-info-systems; charset=utf-8", "CT-2026-0041-en.ris"),
        ("csl-json", "application/vnd.citationstyles.csl+json", "CT-2026-0041-en.json"),
    ],
)
def test_a_file_is_sent_as_what_it_is(kind: str, content_type: str, file: str) -> None:
    address = f"{a_report().url}cite/{kind}/"
    response = Client().get(address)
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert response["Content-Disposition"] == f'attachment; filename="{file}"'
    assert "Nila" in response.content.decode()
    head = Client().head(address)
    assert (head.status_code, head["Content-Type"], head.content) == (200, content_type, b"")
    assert Client().post(address).status_code == 405


def test_an_unknown_format_gets_a_sentence_and_what_there_is() -> None:
    report = a_report()
    for page in (report, make_collection([report])):
        response = Client().get(f"{page.url}cite/word/")
        html = response.content.decode()
        assert response.status_code == 404
        assert "We do not know this format" in html
        assert f'href="{page.url}cite/bibtex/"' in html


@pytest.mark.parametrize("end", ["cite/", "cite/bibtex/", "cite/word/"])
def test_what_nobody_may_read_is_not_cited(end: str) -> None:
    report = a_report(live=False)
    assert Client().get(f"/en/research/reports/{report.slug}/{end}").status_code == 404
    assert Client().get(f"/en/research/reports/nothing/{end}").status_code == 404
    assert Client().get(f"/en/research/collections/nothing/{end}").status_code == 404


def test_a_private_report_is_cited_for_nobody_who_is_not_let_in() -> None:
    report = a_report()
    collection = make_collection([report])
    PageViewRestriction.objects.create(page=report, restriction_type="password", password="oak")
    for end in ("cite/", "cite/ris/"):
        assert Client().get(report.url + end).status_code == 404
    assert rispy.loads(Client().get(f"{collection.url}cite/ris/").content.decode()) == []


def test_the_page_of_citations_shows_five_styles_and_the_files() -> None:
    report = a_report()
    html = Client().get(f"{report.url}cite/").content.decode()
    assert [f'id="as-{name}"' in html for name in ("apa", "harvard", "chicago", "vancouver", "mla")] == [True] * 5
    assert "Perera, N. (2026). <i>Wait time and talk</i> (CT-2026-0041). CamTREE. " in html
    assert f'href="{report.url}cite/ris/"' in html
    assert '<meta name="robots" content="noindex">' in html


@pytest.mark.parametrize("end", ["", "cite/"])
def test_a_report_is_cited_in_its_own_language_in_the_frame_of_another(end: str) -> None:
    page = BeautifulSoup(Client().get(a_report().url.replace("/en/", "/ar/") + end).content, "html.parser")
    cited = page.select(".citation")
    assert [(one["lang"], one["dir"]) for one in cited] == [("en", "ltr")] * len(cited)
    assert [" ".join(one.get_text().split())[:13] for one in cited][:1] == ["Perera, N. (2"]
    assert not re.search(r"[\u0600-\u06ff]", "".join(one.get_text() for one in cited))


def test_the_report_points_at_them_and_its_tags_agree() -> None:
    report = a_report()
    html = Client().get(report.url).content.decode()
    assert f'href="http://testserver{report.url}cite/csl-json/"' in html.replace("\n", "")
    assert f'<a href="{report.url}cite/" rel="nofollow">' in html
    assert '<meta name="citation_author" content="Perera, Nila">' in html
    assert '<meta name="DC.creator" content="Perera, Nila">' in html
    (item,) = json.loads(Client().get(f"{report.url}cite/csl-json/").content)
    assert item["author"] == [{"family": "Perera", "given": "Nila"}]
    assert item["URL"] == f"http://testserver{report.url}"
    assert item["issued"] == {"date-parts": [[2026, 3, 14]]}


def test_a_report_in_full_tells_its_terms_in_the_readers_language_and_its_doi() -> None:
    report = make_full_report(identifier="CT-2026-0041")
    DoiDeposit.objects.create(
        work=report.translation_key,
        identifier="CT-2026-0041",
        doi="10.5072/ct-2026-0041",
        address="https://camtree.example/",
        registered_at=report.first_published_at,
    )
    (entry,) = parse_string(Client().get(f"{report.url}cite/bibtex/").content.decode(), "bibtex").entries.values()
    assert entry.fields["doi"] == "10.5072/ct-2026-0041"
    assert [str(term) for term in (*report.phases.all(), *report.subjects.all())] == entry.fields["keywords"].split(
        ", "
    )[:2]


def test_a_withdrawn_report_is_marked_everywhere() -> None:
    report = a_report()
    ReportPage.objects.filter(pk=report.pk).update(withdrawn_on=date(2026, 5, 3))
    (item,) = json.loads(Client().get(f"{report.url}cite/csl-json/").content)
    assert (item["title"], item["note"]) == (
        "[Withdrawn] Wait time and talk",
        "This report was withdrawn on 3 May 2026.",
    )
    assert "[Withdrawn] Wait time and talk" in Client().get(f"{report.url}cite/").content.decode()


def test_a_translation_names_its_original_on_the_page_and_in_its_files() -> None:
    report = a_report()
    spanish = make_translation(report, "es")
    spanish.title = "Esperar y hablar"
    spanish.save_revision().publish()
    (item,) = json.loads(Client().get(f"{spanish.url}cite/csl-json/").content)
    assert (item["title"], item["original-title"], item["language"], item["id"]) == (
        "Esperar y hablar",
        "Wait time and talk",
        "es",
        "CT-2026-0041-es",
    )
    assert '<meta name="citation_language" content="es">' in Client().get(spanish.url).content.decode()
    assert item["note"] == "Obra original en inglés: Wait time and talk"
    for end in ("", "cite/"):
        assert "(Obra original en inglés: Wait time and talk)" in Client().get(spanish.url + end).content.decode()
    (original,) = json.loads(Client().get(f"{report.url}cite/csl-json/").content)
    assert "original-title" not in original


def test_an_original_that_nobody_may_read_is_not_named() -> None:
    report = a_report()
    spanish = make_translation(report, "es")
    for end in ("", "cite/", "cite/ris/"):
        assert "Obra original en inglés" in Client().get(spanish.url + end).content.decode()
    ReportPage.objects.filter(pk=report.pk).update(live=False)
    forget_all_pages()
    for end in ("", "cite/", "cite/ris/"):
        assert "Obra original" not in Client().get(spanish.url + end).content.decode()


def test_a_report_that_was_filed_in_another_language_is_no_translation() -> None:
    report = a_report(original_language="fi")
    (item,) = json.loads(Client().get(f"{report.url}cite/csl-json/").content)
    assert item["language"] == "fi"
    assert '<meta name="citation_language" content="fi">' in Client().get(report.url).content.decode()
    assert "original-title" not in item


def test_a_collection_in_one_file_each_report_in_the_readers_language() -> None:
    first, second = a_report(), make_report("Second")
    spanish = make_translation(second, "es")
    spanish.title = "Segundo"
    spanish.save_revision().publish()
    collection = make_translation(make_collection([first, second]), "es")
    response = Client().get(f"{collection.url}cite/ris/")
    assert [record["title"] for record in rispy.loads(response.content.decode())] == ["Wait time and talk", "Segundo"]
    assert response["Content-Disposition"].endswith('-es.ris"')
    assert f'href="{collection.url}cite/ris/"' in Client().get(collection.url).content.decode()


def test_an_export_keeps_the_order_asks_little_and_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [make_report(f"Report {number}") for number in range(4)]
    monkeypatch.setattr("research.library.citing.formats.AT_ONCE", 3)
    chosen = [reports[2], reports[0], reports[3], reports[1]]
    export(chosen, FORMATS["ris"])
    with CaptureQueriesContext(connection) as log:
        text = export(iter(chosen), FORMATS["ris"])
    assert [record["title"] for record in rispy.loads(text)] == [report.title for report in chosen]
    # For each piece: the reports, authors, terms, DOIs.
    assert len(log.captured_queries) == 8
    assert MOST == 2000
    monkeypatch.setattr("research.library.citing.formats.MOST", 2)
    assert len(rispy.loads(export(ReportPage.objects.order_by("pk"), FORMATS["ris"]))) == 2

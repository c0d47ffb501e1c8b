import pytest
from django.test import Client
from wagtail.models import Page

from research.models import ReportIndexPage, ReportPage
from tests.bench.reports import add_reports, count_reports
from tests.factories.pages import make_full_report, make_report

pytestmark = pytest.mark.django_db


def test_copies_are_pages_like_the_others() -> None:
    original = make_full_report("Talk in pairs")
    before, problems = count_reports(), Page.find_problems()
    assert add_reports(before + 3) == before + 3
    copies = ReportPage.objects.exclude(pk=original.pk).order_by("path")
    assert [copy.title for copy in copies][:3] == ["Talk in pairs (2)", "Talk in pairs (3)", "Talk in pairs (4)"]
    assert (Page.find_problems(), ReportIndexPage.objects.get(locale__language_code="en").numchild) == (
        problems,
        before + 3,
    )
    copy = copies[0]
    assert [author.name for author in copy.authors.all()] == [author.name for author in original.authors.all()]
    assert set(copy.approaches.all()) == set(original.approaches.all())
    assert "Talk in pairs (2)" in Client().get(copy.url).content.decode()


def test_copies_are_found() -> None:
    make_report("Quietude among pupils")
    add_reports(count_reports() + 1)
    # The word that was asked for is marked.
    assert "</mark> among pupils (2)" in Client().get("/en/search/?q=quietude").content.decode()

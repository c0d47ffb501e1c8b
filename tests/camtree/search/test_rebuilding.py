"""An index made by another way of taking words is made anew; what is missing enters it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from camtree.search import tasks
from camtree.search.models import Build, Entry
from camtree.search.rebuilding import index_missing, is_up_to_date, make_anew, pages_missing
from camtree.search.timed import search_index
from camtree.vocabularies.models import Theme
from research.models import ReportPage
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db


def test_an_index_of_another_analysis_is_made_anew_by_the_timer_and_by_setting_up() -> None:
    make_report("Okapi")
    assert is_up_to_date()
    assert search_index(timezone.now()) == "0 pages were missing."
    Build.objects.update(analysis="older")
    assert not is_up_to_date()
    assert search_index(timezone.now()) == "asked for anew."
    assert is_up_to_date()
    Build.objects.update(analysis="older")
    call_command("setup_site", stdout=StringIO())
    assert is_up_to_date()
    assert ReportPage.objects.search("okapi").count() == 1


def test_what_was_written_past_django_enters_the_index() -> None:
    report = make_report("Okapi")
    Entry.objects.filter(object_id=report.pk, kind="report").delete()
    assert [page.pk for page in pages_missing()] == [report.pk]
    assert ReportPage.objects.search("okapi").count() == 0
    assert index_missing() == 1
    assert ReportPage.objects.search("okapi").count() == 1
    assert index_missing() == 0


def test_a_site_without_an_index_has_one_made() -> None:
    make_report("Okapi")
    Build.objects.all().delete()
    assert not is_up_to_date()
    assert make_anew() > 1
    assert ReportPage.objects.search("okapi").count() == 1


def test_works_are_found_by_the_new_name_of_a_term(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "STEP", 2)
    theme = Theme.objects.get(slug="oracy", locale__language_code="en")
    for number in range(5):
        make_report(f"Report {number}", themes=[theme])
    assert ReportPage.objects.search("quaggahood").count() == 0
    theme.name = "Quaggahood"
    theme.save()
    assert ReportPage.objects.search("quaggahood").count() == 5

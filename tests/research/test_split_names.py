"""The migration that splits names: only where nothing speaks against it."""

from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from wagtail.models import Revision
from wagtail_localize.models import TranslationSource

from research.models import ReportAuthor, ReportPage
from tests.factories.inquiries import make_inquiry
from tests.factories.pages import make_report

migration = import_module("research.migrations.0006_split_names_that_are_plain")
PLAIN: dict[str, Any] = {"is_person": True, "country": "KE", "language": "en"}


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Achieng Odera", "Achieng", "Odera"),
        ("Jean-Noël Laval", "Jean-Noël", "Laval"),
        ("Rania Al-Khalaileh", "Rania", "Al-Khalaileh"),
        ("Данияр Оспан", "Данияр", "Оспан"),
        ("Aoife O'Brien", "Aoife", "O'Brien"),
    ],
)
def test_a_plain_name_of_two_words_is_split(name: str, given: str, family: str) -> None:
    assert migration.parts(name, **PLAIN) == {"given_name": given, "family_name": family}


@pytest.mark.parametrize(
    "name",
    [
        "Opetusvirasto",
        "Ernesto Báez Luna",
        "Jan van der Berg",
        "Ludwig van",
        "Wang Xiaoming",
        "Kim Minsu",
        "Nagy Anna",
        "王小明",
        "عمر حداد",
        "ნინო ჩხაიძე",
        "Joss (pupil)",
        "J. Perera",
        "Perera, Nila",
        "CLASS 5B",
        "nila perera",
        "",
    ],
)
def test_any_other_name_stays_whole(name: str) -> None:
    assert migration.parts(name, **PLAIN) == {}


@pytest.mark.parametrize("doubt", [{"is_person": False}, {"country": "HU"}, {"country": "ID"}, {"language": "vi"}])
def test_a_name_stays_whole_where_anything_speaks_against_it(doubt: dict[str, Any]) -> None:
    assert migration.parts("Achieng Odera", **(PLAIN | doubt)) == {}


@pytest.mark.django_db
def test_rows_revisions_and_sources_of_translations_are_told_alike() -> None:
    report = make_report(
        country="KE",
        published_on=date(2012, 1, 1),
        imported_from="dspace:1",
        authors=[ReportAuthor(name="Achieng Odera", affiliation="Hill School"), ReportAuthor(name="Hill School")],
    )
    TranslationSource.update_or_create_from_instance(report)
    ReportAuthor.objects.update(key="")
    person = make_inquiry().people.get()
    migration.split_names(apps, None)
    migration.tell_less_of_dates(apps, None)
    migration.tell_copies(apps, None)
    said = [("Achieng Odera", "Odera", "Achieng"), ("Hill School", "", "")]
    page = ReportPage.objects.get(pk=report.pk)
    assert [(row.name, row.family_name, row.given_name) for row in page.authors.all()] == said
    assert [row.key for row in page.authors.all()] == ["achieng-odera", "hill-school"]
    assert page.published_precision == "year"
    copies = [
        Revision.objects.get(pk=page.latest_revision_id).as_object(),
        TranslationSource.objects.get(object_id=page.translation_key).as_instance(),
    ]
    for copy in copies:
        assert [(row.name, row.family_name, row.given_name) for row in copy.authors.all()] == said
        assert copy.published_precision == "year"
    person.refresh_from_db()
    assert person.inverted_name == "Perera, Nila"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "source", "known"),
    [
        (date(2012, 1, 1), "dspace:1", "year"),
        (date(2012, 5, 1), "dspace:1", "month"),
        (date(2012, 5, 2), "dspace:1", "day"),
        (date(2012, 1, 1), "", "day"),
        (None, "dspace:1", "day"),
    ],
)
def test_of_a_date_from_elsewhere_no_more_is_told_than_may_be_known(day: Any, source: str, known: str) -> None:
    report = make_report(published_on=day, imported_from=source)
    migration.tell_less_of_dates(apps, None)
    assert ReportPage.objects.get(pk=report.pk).published_precision == known

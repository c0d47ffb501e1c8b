"""The editor of a front page learns what the front pages of the other languages feature."""

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from home.models import HomePage
from home.panels import differences
from research.models import ReportPage
from tests.factories.pages import make_report, make_translation
from tests.queries import budget

pytestmark = pytest.mark.django_db


def home_in(code: str) -> HomePage:
    return HomePage.objects.get(locale__language_code=code)


def feature(code: str, *reports: ReportPage) -> None:
    home = home_in(code)
    home.featured_reports = json.dumps([{"type": "page", "id": str(uuid.uuid4()), "value": row.pk} for row in reports])  # type: ignore[assignment]
    home.save()


def test_only_works_that_differ_are_named_whatever_language_was_chosen() -> None:
    both, here, there = make_report("Both"), make_report("Here"), make_report("There")
    feature("en", both, here)
    feature("es", make_translation(both, "es"), there)
    home = home_in("en")
    with budget(2, 1):
        found = {row.page.locale.language_code: row for row in differences(home)}
    assert (found["es"].only_there, found["es"].only_here) == (["There"], ["Here"])
    assert (found["ar"].only_there, found["ar"].only_here) == ([], ["Both", "Here"])
    others = HomePage.objects.filter(alias_of=None).exclude(locale__language_code="en")
    assert sorted(found) == sorted(others.values_list("locale__language_code", flat=True))


def test_the_editor_of_a_front_page_shows_it(admin_client: Client) -> None:
    feature("es", make_report("Wait time"))
    page = html.fromstring(admin_client.get(reverse("wagtailadmin_pages:edit", args=[home_in("en").pk])).content)
    [row] = [row for row in page.findall(".//table//tr") if "Wait time" in row.text_content()]
    assert [cell.text_content().strip() for cell in row.findall("td")] == ["Spanish", "Wait time", "–"]
    [link] = row.findall(".//a")
    assert link.get("href") == reverse("wagtailadmin_pages:edit", args=[home_in("es").pk])

"""The explorer keeps all that Wagtail's has."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db


def listing_of(browser: Client, page: Any, **query: str) -> str:
    return browser.get(reverse("wagtailadmin_explore", args=[page.pk]), query).content.decode()


def test_the_explorer_leads_an_editor_to_each_page() -> None:
    editor = browser_of(make_member("Hannah", roles=("Editors",)))
    live, draft = make_report("In print"), make_report("On the desk", live=False)
    html = listing_of(editor, live.get_parent())
    for page in (live, draft):
        edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert f'<a href="{edit}"' in html
        assert f'id="page_{page.pk}_title"' in html
    listing = html[html.index('<table class="listing') :]
    columns = listing[: listing.index("</thead>")]
    for column in ("Title", "Updated", "Type", "Status"):
        assert column in columns
    results = editor.get(reverse("wagtailadmin_explore_results", args=[live.get_parent().pk]), {"q": "desk"})
    assert "On the desk" in results.content.decode()
    assert "In print" not in results.content.decode()

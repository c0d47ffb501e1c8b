"""Reports for editors: what they list, for whom, and how few questions they ask."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from camtree.translation.actions import texts_of, translate
from tests.factories.media import make_image
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_lead, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return browser_of(make_member(roles=("Editors",)))


def listed(browser: Client, name: str, **query: Any) -> set[str]:
    return {row.title for row in browser.get(reverse(name), query).context["object_list"]}


def test_pictures_without_words(editor: Client) -> None:
    make_image("Bare")
    described = make_image("Described")
    described.description = "Three pupils around a table"
    described.save()
    assert listed(editor, "images_without_words_report") == {"Bare"}


def test_a_lead_sees_only_their_own_pictures() -> None:
    lead = make_member(roles=("Leads",))
    make_image("Mine", collection="Lead photos", uploaded_by=lead)
    make_image("Not mine", collection="Lead photos", uploaded_by=make_member())
    assert listed(browser_of(lead), "images_without_words_report") == {"Mine"}


def test_pages_not_reviewed_for_a_year(editor: Client) -> None:
    today = timezone.localdate()
    long_ago = timezone.now() - timedelta(days=400)
    fresh, stale = make_report("Fresh"), make_report("Stale", last_reviewed_on=today - timedelta(days=366))
    reread = make_report("Read again", last_reviewed_on=today - timedelta(days=10))
    never, draft = make_lead("Never read again"), make_report("Draft", live=False)
    Page.objects.filter(pk__in=[stale.pk, reread.pk, never.pk, draft.pk]).update(first_published_at=long_ago)
    assert listed(editor, "not_reviewed_report") == {"Stale", "Never read again"}
    assert fresh.title not in listed(editor, "not_reviewed_report")


def test_pages_not_yet_translated() -> None:
    there, missing = make_report("Translated"), make_report("Not translated")
    make_report("Draft", live=False)
    arabic = make_report("بالعربية", language="ar")
    spanish = Locale.objects.get(language_code="es")
    translate(source=there, locale=spanish, texts=texts_of(there), publish=False)
    browser = browser_of(make_member(roles=("Translators (es)",)))
    found = listed(browser, "untranslated_report")
    assert {missing.title, arabic.title} <= found
    assert not {there.title, "Draft"} & found
    page = browser.get(reverse("untranslated_report"))
    assert reverse("wagtail_localize:submit_page_translation", args=[missing.pk]) in page.content.decode()
    # Other languages are not offered.
    choices = page.context["filters"].form.fields["missing_in"].queryset
    assert [locale.language_code for locale in choices] == ["es"]


# Twelve for the frame of every admin page: session, account, its rights (2), its profile, rights on collections and on
# pages, languages, the tree in the menu (2), and the two counts of what waits. Then number and rows of the report, and
# what its filters offer: types of page and languages, or the languages one may translate into and whose they are.
QUERIES = {"images_without_words_report": 14, "not_reviewed_report": 16, "untranslated_report": 19}


@pytest.mark.parametrize("name", QUERIES)
@pytest.mark.parametrize("number", [1, 12])
def test_reports_ask_few_questions(editor: Client, count_queries: Any, name: str, number: int) -> None:
    for index in range(number):
        make_image(f"Picture {index}")
        make_report(f"Report {index}")
    Page.objects.update(first_published_at=timezone.now() - timedelta(days=400))
    editor.get(reverse(name))
    with count_queries(at_most=QUERIES[name]):
        editor.get(reverse(name))


def test_the_menu_counts_what_waits_by_section(editor: Client) -> None:
    from wagtail.models import Workflow

    page = make_report("Waiting")
    Workflow.objects.get(name="Moderators approval").start(page, make_member())
    html = editor.get("/admin/").content.decode()
    assert "Research (1)" in html
    assert "Leads (" not in html
    assert "1 page waits for a moderator" in html


@pytest.mark.parametrize(
    ("role", "sections"),
    [
        ("Editors", {"Research", "Learning", "Webinars", "Leads", "Insights", "Pages"}),
        ("Leads", {"Leads"}),
        ("Translators (es)", {"Research", "Learning", "Webinars", "Leads", "Insights", "Pages"}),
    ],
)
def test_the_menu_shows_the_sections_of_a_role(role: str, sections: set[str]) -> None:
    from wagtail.admin.menu import admin_menu

    response = browser_of(make_member(roles=(role,))).get("/admin/")
    shown = {str(item.label) for item in admin_menu.menu_items_for_request(response.wsgi_request)}
    assert shown & {"Research", "Learning", "Webinars", "Leads", "Insights", "Pages"} == sections

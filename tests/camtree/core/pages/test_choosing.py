"""Where the dialog that chooses a page opens, and what it says of the pages in it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from research.models import ReportIndexPage, ReportPage
from tests.factories.pages import make_report, make_translation

pytestmark = pytest.mark.django_db
CHOOSE = reverse("wagtailadmin_choose_page")
REPORTS = {"page_type": "research.reportpage"}


def opened(client: Client, edited: Page | None = None, **asked: Any) -> Page:
    """The page below which the dialog opens, asked from the editor of a page."""
    headers = {}
    if edited is not None:
        headers["referer"] = "http://testserver" + reverse("wagtailadmin_pages:edit", args=[edited.pk])
    answer = client.get(CHOOSE, asked, headers=headers)
    assert answer.status_code == 200
    return Page.objects.get(pk=answer.json()["parent_page_id"])


def home_in(code: str) -> Page:
    return Page.objects.get(depth=2, locale__language_code=code)


def test_it_opens_where_such_pages_stand_in_the_language_of_the_page_in_hand(admin_client: Client) -> None:
    make_report("One")
    other = make_report("Two")
    make_translation(other, "es")
    english = ReportIndexPage.objects.get(locale__language_code="en")
    assert opened(admin_client, home_in("en"), **REPORTS).pk == english.pk
    # The only one there is its own section: the dialog opens at it.
    assert opened(admin_client, home_in("es"), **REPORTS).locale.language_code == "es"


def test_without_a_kind_it_opens_beside_the_page_in_hand_and_else_at_home(admin_client: Client) -> None:
    report = make_report("One")
    assert opened(admin_client, report).pk == report.get_parent().pk
    assert opened(admin_client, home_in("ar")).pk == home_in("ar").pk
    assert opened(admin_client).pk == home_in("en").pk


def test_it_opens_again_where_one_chose_last_in_the_same_language(admin_client: Client) -> None:
    make_report("One")
    home = home_in("en")
    admin_client.get(reverse("wagtailadmin_choose_page_child", args=[home.pk]), REPORTS)
    assert opened(admin_client, home, **REPORTS).pk == home.pk
    # Another language, and another kind of page, have places of their own.
    assert opened(admin_client, home_in("es"), **REPORTS).locale.language_code == "es"
    assert opened(admin_client, home, page_type="learning.coursepage").pk == home.pk


def test_what_is_moved_or_asked_by_language_begins_where_wagtail_begins(admin_client: Client) -> None:
    report = make_report("One")
    assert opened(admin_client, report, user_perms="move_to").depth == 1
    assert opened(admin_client, report, locale="es").depth == 1
    assert admin_client.get(CHOOSE, {"page_type": "no.such"}).status_code == 404


def test_a_withdrawn_report_says_so_wherever_it_is_offered(admin_client: Client) -> None:
    report, other = make_report("Wait time"), make_report("Talk")
    ReportPage.objects.filter(pk=report.pk).update(withdrawn_on=timezone.localdate())
    below = reverse("wagtailadmin_choose_page_child", args=[report.get_parent().pk])
    found = admin_client.get(below, REPORTS).json()["html"]
    assert ("Wait time (withdrawn)" in found, "Talk (withdrawn)" in found, "Talk" in found) == (True, False, True)
    searched = admin_client.get(reverse("wagtailadmin_choose_page_search"), {**REPORTS, "q": "Wait"})
    assert "Wait time (withdrawn)" in searched.content.decode()
    assert other.get_admin_display_title() == "Talk"

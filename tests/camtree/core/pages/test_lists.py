"""Lists of pages in the admin: what stands beside each page, and what it costs."""

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page, PagePermissionTester
from wagtail_localize import wagtail_hooks as localize
from wagtail_localize.models import Translation, TranslationSource

from camtree.core.pages.listed import ask_together, list_together
from camtree.core.pages.permissions import PagePermissions
from camtree.translation.menus import translation_buttons
from home.setup import set_up_site
from research.models import ReportPage
from tests.factories.inquiries import make_submission
from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report, make_translation
from tests.queries import shapes

pytestmark = pytest.mark.django_db


def test_what_stands_in_one_list_is_asked_together() -> None:
    pages = [make_report("One"), make_report("Two")]
    asked: list[tuple[int, ...]] = []

    def ask(pages: Sequence[Page], more: str = "") -> dict[int, str]:
        asked.append(tuple(page.pk for page in pages))
        return {page.pk: f"{page.title}{more}" for page in pages}

    one, two = pages
    assert ask_together(one, ask) == {one.pk: "One"}
    list_together(pages)
    both = {one.pk: "One", two.pk: "Two"}
    assert [ask_together(page, ask) for page in (one, two, one)] == [both, both, both]
    assert ask_together(two, ask, "!") == {one.pk: "One!", two.pk: "Two!"}
    assert asked == [(one.pk,), (one.pk, two.pk), (one.pk, two.pk)]


@pytest.mark.parametrize("listing", [True, False])
def test_the_menu_offers_what_wagtail_localize_would(listing: bool) -> None:
    set_up_site(("en", "es", "fr", "ar", "zh-hans"))
    spanish = Locale.objects.get(language_code="es")
    plain, followed, stopped, full = (make_report(f"Okapi {name}") for name in "abcd")
    for page, is_on in ((followed, True), (stopped, False)):
        source, _new = TranslationSource.update_or_create_from_instance(page)
        Translation.objects.create(source=source, target_locale=spanish, enabled=is_on)
        make_translation(page, "es")
    for language in ("es", "fr", "ar", "zh-hans"):
        make_translation(full, language)
    mirror = make_translation(plain, "fr")
    Page.objects.filter(pk=mirror.pk).update(alias_of=plain)
    pages = [*Page.objects.filter(depth=1), *Page.objects.filter(depth__gt=1).specific()]
    if listing:
        list_together(pages)
    user = make_member(roles=("Editors",))
    offered = {}
    for page in pages:
        ours, its = (
            [(button.label, button.url, button.priority, button.icon_name) for button in of(page, user, next_url="/x/")]
            for of in (translation_buttons, localize.page_listing_more_buttons)
        )
        assert ours == its, page
        offered[page.pk] = len(ours)
    assert [offered[page.pk] for page in (plain, followed, stopped, full)] == [1, 2, 1, 0]
    assert list(translation_buttons(plain, make_member())) == []


@pytest.mark.parametrize("path", ["wagtailadmin_explore", "wagtailadmin_pages:search", "wagtailadmin_explore_results"])
@pytest.mark.parametrize("role", ["Editors", "Moderators"])
def test_many_pages_cost_as_many_queries_as_one(path: str, role: str) -> None:
    browser = browser_of(make_member(roles=(role,)))
    index = make_report("Okapi").get_parent()
    address = reverse(path, args=[index.pk]) if "explore" in path else f"{reverse(path)}?q=okapi"

    def make_in_review() -> None:
        inquiry = make_submission().inquiry
        assert inquiry.report is not None
        inquiry.report.title = "Okapi in review"
        inquiry.report.save()

    def look(number: int) -> Any:
        browser.get(address)
        with CaptureQueriesContext(connection) as log:
            html = browser.get(address).content.decode()
        for page in ReportPage.objects.all():
            assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html
        return shapes(log)

    make_in_review()
    before = look(2)
    for number in range(5):
        make_report(f"Okapi {number}", live=number % 2 == 0)
        make_in_review()
    after = look(12)
    assert after.total() <= before.total(), after - before


def test_a_search_of_pages_costs_little() -> None:
    for number in range(20):
        make_report(f"Okapi {number}")
    browser = browser_of(make_member(roles=("Editors",)))
    browser.get("/admin/pages/search/?q=okapi")
    with CaptureQueriesContext(connection) as log:
        html = browser.get("/admin/pages/search/?q=okapi").content.decode()
    assert shapes(log).total() <= 25, "\n".join(shapes(log))
    assert "There are 20 matching pages" in html
    assert "Report (20)" in html


PERMISSIONS = ["add", "change", "publish", "bulk_delete", "lock", "unlock"]


@pytest.mark.parametrize("is_live", [True, False])
@pytest.mark.parametrize("is_own", [True, False])
def test_a_page_without_pages_below_is_deleted_by_whom_wagtail_lets(is_live: bool, is_own: bool) -> None:
    member = make_member()
    report = make_report("Okapi", live=is_live, owner=member if is_own else make_member())
    assert report.is_leaf()
    for number in range(len(PERMISSIONS) + 1):
        for held in combinations(PERMISSIONS, number):
            ours, its = PagePermissions(member, report), PagePermissionTester(member, report)
            ours.permissions = its.permissions = set(held)
            for ignore_bulk in (True, False):
                assert ours.can_delete(ignore_bulk) == (its.can_delete(ignore_bulk) and "add" in held), held

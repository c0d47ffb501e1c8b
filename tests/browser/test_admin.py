"""The editors' side in a real browser: nothing breaks a policy, and nothing is asked of another host."""

from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories.members import PASSWORD, browser_of, make_member
from tests.factories.pages import make_report
from tests.forms import page_form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_main_screens_of_an_editor_work(live_server: Any, page: Any, site_after_flush: None) -> None:
    editor = make_member("Hannah", roles=("Editors",))
    report = make_report("A report")
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: None if at_home(request.url) else faults.append(f"asked {request.url}"))

    def at_home(url: str) -> bool:
        return url.startswith((live_server.url, "data:", "blob:"))

    page.goto(f"{live_server.url}/admin/")
    page.fill("#id_login", editor.email)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{live_server.url}/admin/")
    screens = [
        reverse("wagtailadmin_explore_root"),
        reverse("wagtailadmin_pages:edit", args=[report.pk]),
        reverse("wagtailadmin_pages:add", args=["research", "reportpage", report.get_parent().pk]),
        reverse("wagtailimages:index"),
        reverse("wagtailimages:add_multiple"),
        reverse("interest:index"),
        reverse("wagtailsnippets_navigation_menu:list"),
        reverse("not_reviewed_report"),
        reverse("untranslated_report"),
    ]
    for screen in screens:
        page.goto(f"{live_server.url}{screen}")
        page.wait_for_load_state("networkidle")
        assert faults == [], screen


def signed_in(page: Any, live_server: Any, member: Any) -> None:
    cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def test_no_draft_is_saved_by_itself_once_a_page_is_approved(
    live_server: Any, page: Any, site_after_flush: None
) -> None:
    moderator, report = make_member("Rafael", roles=("Moderators",)), make_report("Before")
    address = reverse("wagtailadmin_pages:edit", args=[report.pk])
    form = page_form(browser_of(make_member("Hannah", roles=("Editors",))), report)
    browser_of(make_member("Ines", roles=("Editors",))).post(
        address, {**form, "title": "After", "action-submit": "Submit"}
    )
    signed_in(page, live_server, moderator)
    page.goto(live_server.url + address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2500)  # Wagtail looks for changes only then
    posted: list[str] = []

    def slowly(route: Any) -> None:
        if route.request.method == "POST":
            posted.append(route.request.headers.get("accept", ""))
            page.wait_for_timeout(3000) if "json" not in posted[-1] else None
        route.continue_()

    page.route(f"**{address}", slowly)
    page.locator("button[data-workflow-action-name=approve]").first.evaluate("button => button.click()")
    page.wait_for_url(lambda url: not url.endswith("/edit/"), timeout=20_000)
    assert [accept for accept in posted if accept == "application/json"] == []
    report.refresh_from_db()
    assert (report.title, report.has_unpublished_changes) == ("After", False)


def test_errors_of_a_screen_stand_in_one_place_with_the_way_to_their_field(
    live_server: Any, page: Any, site_after_flush: None
) -> None:
    report = make_report("Before")
    signed_in(page, live_server, make_member("Hannah", roles=("Editors",)))
    page.goto(live_server.url + reverse("wagtailadmin_pages:edit", args=[report.pk]))
    page.wait_for_load_state("networkidle")
    page.locator("#id_title").fill("")
    page.locator("[data-edit-form]").evaluate("form => form.requestSubmit()")
    summary = page.locator("[data-error-summary]")
    expect(summary).to_contain_text("There is a problem")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Title: This field is required.").click()
    expect(page.locator("#id_title")).to_be_focused()

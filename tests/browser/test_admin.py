"""The editors' side in a real browser: nothing breaks a policy, and nothing is asked of another host."""

from typing import Any

import pytest
from django.urls import reverse

from tests.factories.members import PASSWORD, make_member
from tests.factories.pages import make_report

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

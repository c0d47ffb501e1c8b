"""Registering for a webinar from another time zone, hearing that it moved, and cancelling."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_admin import signed_in
from tests.factories.members import make_member
from tests.factories.webinars import change_page, make_open_webinar
from webinars.registrations.actions.places import tell_changes
from webinars.registrations.models import Registration

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WINTER = datetime(2027, 1, 20, 16, 0, tzinfo=UTC)


def test_from_almaty(site_after_flush: None, live_server: Any, page: Page) -> None:
    webinar = make_open_webinar(starts_at=WINTER, time_zone="Europe/London")
    member = make_member(time_zone="Asia/Almaty")
    signed_in(page, live_server, member)
    page.goto(f"{live_server.url}{webinar.url}")
    expect(page.get_by_text("21:00")).to_be_visible()
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_text("You are registered. A mail with all you need is on its way.")).to_be_visible()
    assert "21:00, Almaty (UTC+5)" in mail.outbox[-1].body
    change_page(webinar, starts_at=WINTER.replace(hour=18))
    tell_changes(now=timezone.now())
    assert mail.outbox[-1].subject == "Changed: Talk in pairs"
    assert "23:00, Almaty (UTC+5)" in mail.outbox[-1].body
    page.goto(f"{live_server.url}/en/my/webinars/")
    expect(page.get_by_text("18:00").first).to_be_visible()
    page.get_by_role("link", name="Room, and cancelling").click()
    page.get_by_role("button", name="Cancel my registration").click()
    expect(page.get_by_text("You are not registered any more.")).to_be_visible()
    assert Registration.objects.get().state == "cancelled"


def test_a_guest_whose_browser_says_the_zone(site_after_flush: None, live_server: Any, browser: Browser) -> None:
    webinar = make_open_webinar(starts_at=WINTER, time_zone="Europe/London")
    page = browser.new_context(timezone_id="America/Lima", viewport={"width": 360, "height": 740}).new_page()
    page.goto(f"{live_server.url}/en/webinars/{webinar.slug}/register/")
    expect(page.get_by_label("Your time zone")).to_have_value("America/Lima")
    page.get_by_label("Your name").fill("Rosa")
    page.get_by_label("Your e-mail").fill("rosa@elsewhere.test")
    page.get_by_label("I agree").check()
    page.get_by_role("button", name="Register").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    path = re.findall(r"http://[^/]+(/en/webinars/places/\S+)", str(mail.outbox[-1].body))[0]
    page.goto(live_server.url + path)
    page.get_by_role("button", name="Confirm my registration").click()
    expect(page.get_by_text("You are registered.").first).to_be_visible()
    assert "11:00, Lima (UTC−5)" in mail.outbox[-1].body
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.context.close()

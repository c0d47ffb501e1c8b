"""Packages in a real browser: they play, are kept, go on where one stopped, and cannot reach the site around them."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from demo.loading import CONTENT
from demo.packages import load_package
from learning.models import CoursePage, PackageRecord, StepRecord
from tests.factories.courses import make_enrolment
from tests.factories.members import browser_of, make_member
from tests.factories.packages import h5p, make_package, make_package_step, manifest, scorm12, scorm2004, zipped

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a package of ill will would try; each line ends in a word that says how it went.
SPY = """<!doctype html><meta charset="utf-8"><title>Spy</title><pre id="found"></pre><script>
const site = new URLSearchParams(location.search).get("site");
const tried = {};
const say = (name, action) => { try { tried[name] = String(action()); } catch (error) { tried[name] = error.name; } };
say("page", () => top.document.title);
say("storage", () => top.localStorage.length);
say("cookie", () => {
  document.cookie = "spy=1";
  return document.cookie.includes("sessionid") ? "session" : "none of the site";
});
say("away", () => { const before = history.length; window.open(site); return "asked"; });
(async () => {
  try { tried.fetch = (await (await fetch(site + "/en/my/", { credentials: "include" })).text()).slice(0, 20); }
  catch (error) { tried.fetch = error.name; }
  tried.image = await new Promise((done) => {
    const it = new Image();
    it.onload = () => done("shown");
    it.onerror = () => done("refused");
    it.src = site + "/static/camtree/img/mark.svg";
  });
  document.getElementById("found").textContent = "done " + JSON.stringify(tried);
})();
</script>"""


def opened(live_server: Any, page: Page, package: Any) -> tuple[Any, Any]:
    """The learner's page of a package, open in the browser; the enrolment and the step."""
    step = make_package_step(package, must_pass=True)
    member = make_member()
    enrolment = make_enrolment(CoursePage.objects.get(translation_key=step.course_key), member)
    cookie = browser_of(member).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto(live_server.url + reverse("package", args=[step.course_key, step.key]))
    return enrolment, step


@pytest.mark.parametrize(
    ("file", "inner", "first", "again", "percent"),
    [
        (scorm12, "iframe", "found /ab-initio", "found slide 3/resume", 85),
        (scorm2004, "iframe", "found /ab-initio", "found page 7/resume", 90),
        (h5p, "", "found 0", "found 1", 75),
    ],
)
def test_package_plays_and_goes_on_where_one_stopped(
    live_server: Any, page: Page, site_after_flush: None, file: Any, inner: str, first: str, again: str, percent: int
) -> None:
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    enrolment, step = opened(live_server, page, make_package(file()))
    material = page.frame_locator("[data-package]")
    material = material.frame_locator(inner) if inner else material
    expect(material.locator("#found")).to_have_text(first)
    material.locator("#go").click()
    expect(page.locator("[data-status]")).to_have_text(f"Stored. {percent}% This step is done.")
    assert StepRecord.objects.get(enrolment=enrolment, step_key=step.key).done_at is not None
    page.reload()
    expect(material.locator("#found")).to_have_text(again)
    record = PackageRecord.objects.get(enrolment=enrolment)
    assert (record.opening, record.score, record.is_complete) == (2, Decimal(percent) / 100, True)
    assert faults == []


def test_packages_of_the_demo_play(live_server: Any, page: Page, site_after_flush: None) -> None:
    turns, ways = (load_package(CONTENT / "packages" / name) for name in ("six-turns", "building-or-repeating"))
    page.set_viewport_size({"width": 360, "height": 640})
    enrolment, _step = opened(live_server, page, turns)
    material = page.frame_locator("[data-package]").frame_locator("iframe")
    for place, code in enumerate(["none", "challenge", "none", "invite", "build", "build"]):
        material.locator("select").nth(place).select_option(code)
    material.get_by_role("button").click()
    expect(material.get_by_role("status")).to_contain_text("5 of 6 as we coded them.")
    expect(page.locator("[data-status]")).to_have_text("Stored. 83% This step is done.")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.reload()
    expect(material.locator("select").nth(1)).to_have_value("challenge")
    assert PackageRecord.objects.get(enrolment=enrolment).is_complete

    step = make_package_step(ways)
    enrolment = make_enrolment(CoursePage.objects.get(translation_key=step.course_key), enrolment.member)
    page.goto(live_server.url + reverse("package", args=[step.course_key, step.key]))
    material = page.frame_locator("[data-package]")
    for place, word in enumerate(["Repeating", "Building", "Repeating", "Building", "Repeating"]):
        material.get_by_role("group").nth(place).get_by_label(word).check()
    material.get_by_role("button", name="Compare").click()
    expect(page.locator("[data-status]")).to_have_text("Stored. 80% This step is done.")
    page.reload()
    expect(material.get_by_role("group").nth(1).get_by_label("Building")).to_be_checked()


def test_package_cannot_reach_the_site(live_server: Any, page: Page, site_after_flush: None) -> None:
    spy = zipped({"imsmanifest.xml": manifest(f"spy.html?site={live_server.url}"), "spy.html": SPY})
    opened(live_server, page, make_package(spy))
    found = page.frame_locator("[data-package]").frame_locator("iframe").locator("#found")
    expect(found).to_contain_text("done")
    assert found.text_content() == (
        'done {"page":"SecurityError","storage":"SecurityError","cookie":"none of the site","away":"asked",'
        '"fetch":"TypeError","image":"refused"}'
    )
    assert len(page.context.pages) == 1
    names = {cookie["name"] for cookie in page.context.cookies(live_server.url)}
    assert "spy" not in names


def test_work_without_a_line_is_kept_and_sent_later(live_server: Any, page: Page, site_after_flush: None) -> None:
    enrolment, _step = opened(live_server, page, make_package())
    material = page.frame_locator("[data-package]").frame_locator("iframe")
    expect(material.locator("#found")).to_have_text("found /ab-initio")
    page.context.set_offline(True)
    material.locator("#go").click()
    status = page.locator("[data-status]")
    expect(status).to_contain_text("Not stored yet")
    page.context.set_offline(False)
    page.reload()
    expect(material.locator("#found")).to_have_text("found slide 3/resume")
    record = PackageRecord.objects.get(enrolment=enrolment)
    assert (record.is_complete, record.is_passed, record.location) == (True, True, "3")
    # The way back closes the material first.
    page.get_by_role("link", name="Back to Lesson 1").click()
    expect(page).to_have_url(re.compile(r"/learning/.*#step-"))
    expect(page.get_by_text("Your best result: 85%")).to_be_visible()

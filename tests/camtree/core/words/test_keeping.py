"""Control signs are kept nowhere, and what was kept before they were refused does no harm where it is read."""

import pytest
from django.test import Client
from lxml import etree

from research.models import ReportPage
from tests.factories.pages import make_report, make_webinar
from webinars.models import WebinarPage

pytestmark = pytest.mark.django_db
CONTROLS = "".join(map(chr, {*range(32)} - {9, 10, 13})) + "\ufffe\uffff"


def test_a_text_is_saved_without_control_signs() -> None:
    report = make_report("Wait\x0btime\x00\x1f for\ufffe all", introduction="One\ttwo\nthree\x07", place="A\x0cB")
    report.refresh_from_db()
    assert (report.title, report.introduction, report.place) == ("Wait time for all", "One\ttwo\nthree", "A B")


def test_what_was_kept_before_is_read_all_the_same() -> None:
    report = make_report("Report", identifier="CT-2026-0001")
    webinar = make_webinar("Webinar")
    # SQLite and PostgreSQL keep all of them but NUL.
    signs = CONTROLS.replace("\0", "")
    ReportPage.objects.filter(pk=report.pk).update(title=f"One{signs}two", introduction=signs)
    WebinarPage.objects.filter(pk=webinar.pk).update(title=f"One{signs}two", introduction=signs)
    address = "/en/research/reports/report/"
    for path in ("/feeds/en/reports.atom", "/feeds/en/webinars.atom", "/sitemap.xml", "/sitemap-en.xml"):
        answer = Client().get(path)
        assert answer.status_code == 200, path
        etree.fromstring(answer.content)
    read = [f"{address}cite/", *(f"{address}cite/{kind}/" for kind in ("bibtex", "ris", "csl-json")), address]
    read += ["/en/webinars/calendar.ics", "/en/webinars/webinar/event.ics", "/api/v2/pages/", "/en/research/?q=one"]
    assert {path: Client().get(path).status_code for path in read} == dict.fromkeys(read, 200)
    for path in ("/en/webinars/calendar.ics", "/en/webinars/webinar/event.ics"):
        assert {sign for sign in Client().get(path).content.decode() if sign in CONTROLS} == set(), path

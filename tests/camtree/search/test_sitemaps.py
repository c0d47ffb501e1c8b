"""The site map names every public page once, in the languages that the site has."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db


def test_there_is_a_map_for_each_language(client: Client) -> None:
    Page.objects.filter(locale__language_code="es", depth=2).update(live=False)
    latest = datetime(2031, 5, 4, 3, 2, 1, tzinfo=UTC)
    Page.objects.filter(pk=make_report("بالعربية", language="ar").pk).update(last_published_at=latest)
    xml = client.get("/sitemap.xml").content.decode()
    for code, is_served in (("en", True), ("ar", True), ("es", False), ("fr", False)):
        assert f"<loc>http://testserver/sitemap-{code}.xml</loc>" in xml
        assert ("<url>" in client.get(f"/sitemap-{code}.xml").content.decode()) is is_served
    assert xml.count("<lastmod>2031-05-04T03:02:01+00:00</lastmod>") == 1
    assert client.get("/sitemap-de.xml").status_code == 404


def test_a_map_leaves_out_drafts_and_what_is_restricted(client: Client) -> None:
    make_report("Open")
    make_report("Draft", live=False)
    PageViewRestriction.objects.create(page=make_report("Closed"), restriction_type=PageViewRestriction.LOGIN)
    xml = client.get("/sitemap-en.xml").content.decode()
    assert "/research/reports/open/" in xml
    assert "/research/reports/draft/" not in xml
    assert "/research/reports/closed/" not in xml


def test_a_long_map_comes_in_parts(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("camtree.search.sitemaps.PageSitemap.limit", 4)
    english = Page.objects.live().filter(depth__gt=1, locale__language_code="en").count()
    xml = client.get("/sitemap.xml").content.decode()
    assert xml.count("<loc>http://testserver/sitemap-en.xml") == -(-english // 4)
    last = client.get(f"/sitemap-en.xml?p={-(-english // 4)}").content.decode()
    assert last.count("<url>") == (english % 4 or 4)

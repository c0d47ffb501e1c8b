"""What machines read: feeds, calendars, site maps, the API, robots and llms. Checked by parsers that are not ours."""

import xml.etree.ElementTree as ElementTree
from datetime import UTC
from typing import Any

from django.test import Client
from icalendar import Calendar
from wagtail.models import Page

from research.models import ReportPage
from webinars.models import WebinarPage

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def xml(client: Client, address: str) -> ElementTree.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own output


def test_the_feed_of_reports_holds_every_work_once_newest_first(client: Client) -> None:
    feed = xml(client, "/feeds/en/reports.atom")
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert len(titles) == 15
    assert "[Withdrawn] Louder praise, quicker starts: what happened when I praised the first group to begin" in titles
    newest = ReportPage.objects.live().filter(locale__language_code="en").order_by("-published_on").first()
    assert newest is not None
    assert titles[0] == newest.title


def test_a_feed_speaks_the_language_of_its_address(client: Client) -> None:
    arabic = ReportPage.objects.get(slug="man-yujib-hina-la-yarfau-ahad-yadahu").title
    feed = xml(client, "/feeds/ar/reports.atom")
    assert arabic in [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert client.get("/feeds/xx/reports.atom").status_code == 404
    ids = [
        [entry.findtext(f"{ATOM}id") for entry in xml(client, address).iter(f"{ATOM}entry")]
        for address in ("/feeds/reports.atom", "/feeds/en/reports.atom")
    ]
    assert ids[0] == ids[1]


def test_the_feed_of_webinars_is_read(client: Client) -> None:
    assert len(list(xml(client, "/feeds/en/webinars.atom").iter(f"{ATOM}entry"))) == 5


def test_a_webinar_is_an_event_in_the_zone_of_its_hosts(client: Client) -> None:
    webinar = WebinarPage.objects.get(slug="when-the-second-lesson-goes-wrong")
    answer = client.get(f"/en/webinars/{webinar.slug}/event.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    event: Any = Calendar.from_ical(answer.content).walk("VEVENT")[0]
    assert event["SUMMARY"] == webinar.title
    assert event["DTSTART"].params["TZID"] == "Asia/Almaty"
    assert event["DTSTART"].dt.astimezone(UTC) == webinar.starts_at
    assert (event["DTEND"].dt - event["DTSTART"].dt).total_seconds() == webinar.duration_minutes * 60


def test_the_calendar_holds_what_is_to_come(client: Client) -> None:
    events: Any = Calendar.from_ical(client.get("/en/webinars/calendar.ics").content).walk("VEVENT")
    assert len(events) == 2
    assert client.get("/en/webinars/no-such-webinar/event.ics").status_code == 404


def test_the_site_map_lists_every_public_page_with_its_languages(client: Client) -> None:
    parts = [part.text or "" for part in xml(client, "/sitemap.xml").iter(f"{SITEMAP}loc")]
    assert len(parts) == 5
    root = xml(client, "/sitemap-ar.xml")
    listed = [entry.findtext(f"{SITEMAP}loc") or "" for entry in root.iter(f"{SITEMAP}url")]
    arabic = Page.objects.live().filter(locale__language_code="ar", depth__gt=1)
    assert len(listed) == len(set(listed)) == arabic.count()
    home = next(
        entry for entry in root.iter(f"{SITEMAP}url") if (entry.findtext(f"{SITEMAP}loc") or "").endswith("/ar/")
    )
    languages = {link.attrib["hreflang"] for link in home.iter(f"{XHTML}link")}
    assert {"ar", "en", "es", "x-default"} <= languages


def test_the_api_gives_the_fields_of_a_report(client: Client) -> None:
    listing = client.get("/api/v2/pages/?type=research.ReportPage&locale=en&fields=identifier,abstract_findings").json()
    assert listing["meta"]["total_count"] == ReportPage.objects.filter(live=True, locale__language_code="en").count()
    pk = next(item["id"] for item in listing["items"] if item["identifier"] == "CT-2026-0041")
    report = client.get(f"/api/v2/pages/{pk}/").json()
    assert [author["name"] for author in report["authors"]] == ["Amina Sarsen", "Daniyar Ospan", "Lyazzat Bek"]
    assert report["country"] == "KZ"
    assert report["abstract_context"]
    assert "email" not in str(report).lower()


def test_robots_and_llms_name_the_doors(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in robots
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    assert "/api/v2/" in client.get("/llms.txt").content.decode()


def test_the_front_door_follows_the_languages_of_the_browser(client: Client) -> None:
    assert client.get("/", headers={"accept-language": "ar,en;q=0.5"}).headers["Location"] == "/ar/"
    assert client.get("/", headers={"accept-language": "de,es;q=0.8"}).headers["Location"] == "/es/"
    assert client.get("/", headers={"accept-language": "de"}).headers["Location"] == "/en/"


def test_a_page_names_its_other_languages(client: Client) -> None:
    html = client.get("/es/research/reports/quien-responde-cuando-nadie-levanta-la-mano/").content.decode()
    english = "http://testserver/en/research/reports/who-answers-when-nobody-raises-a-hand/"
    assert f'hreflang="en" href="{english}"' in html
    assert f'hreflang="x-default" href="{english}"' in html
    assert 'hreflang="es" href="http://testserver/es/research/reports/quien-responde' in html
    assert 'hreflang="fr"' not in html

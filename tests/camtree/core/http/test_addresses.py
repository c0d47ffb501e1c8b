"""Whole addresses of pages."""

import pytest
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import Site

from camtree.core.http.addresses import absolute_url, absolute_url_for, address_for, asked, asked_address
from home.models import StandardPage
from tests.factories.pages import make_report, make_translation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("host", "port", "root"),
    [
        ("localhost", 80, "https://public.example"),
        ("127.0.0.1", 8031, "https://public.example"),
        ("given.example", 443, "https://given.example"),
        ("localhost.example", 80, "http://localhost.example"),
    ],
)
def test_without_a_request_the_name_of_the_site_counts_if_it_has_one(settings, host, port, root) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://public.example"
    page = make_report("Wait time")
    Site.objects.get().delete()
    Site.objects.create(hostname=host, port=port, root_page=page.get_ancestors()[1], is_default_site=True)
    assert absolute_url(page) == f"{root}/en/research/reports/wait-time/"


def test_a_request_counts_more_than_either(settings) -> None:
    page = make_report("Wait time")
    request = RequestFactory().get("/en/", headers={"host": "by.example"})
    assert absolute_url(page, request) == "http://by.example/en/research/reports/wait-time/"


def test_a_reader_finds_a_page_in_the_frame_of_their_own_language() -> None:
    page = make_report("Wait time")
    arabic = make_translation(page)
    place = "research/reports/wait-time/"
    assert [address_for(page), address_for(arabic)] == [f"/en/{place}"] * 2
    with translation.override("zh-hans"):
        assert [address_for(page), address_for(arabic)] == [f"/zh-hans/{place}"] * 2
        assert address_for(page, "ar") == arabic.url == f"/ar/{place}"
    # A language that is none of ours is nobody's frame.
    assert address_for(page, "tlh") == f"/en/{place}"


def test_an_address_for_a_reader_is_whole_where_it_is_read_elsewhere() -> None:
    page = make_report("Wait time")
    request = RequestFactory().get("/fr/", headers={"host": "by.example"})
    assert absolute_url_for(page, "fr", request) == "http://by.example/fr/research/reports/wait-time/"
    assert absolute_url(page, request) == "http://by.example/en/research/reports/wait-time/"


def test_a_page_of_another_site_keeps_its_host_and_one_on_none_has_no_address() -> None:
    page = make_report("Wait time")
    home = page.get_ancestors()[1]
    other = home.add_sibling(
        pos="right", instance=StandardPage(title="Elsewhere", slug="elsewhere", locale=home.locale)
    )
    assert address_for(other, "ar") == ""
    Site.objects.create(hostname="other.example", port=443, root_page=other)
    assert address_for(StandardPage.objects.get(pk=other.pk), "ar") == "https://other.example/ar/"


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ""),
        ("q=talk&page=2", "q=talk&page=2"),
        ("utm_source=mail&q=talk&UTM_Campaign=x", "q=talk"),
        ("fbclid=1&gclid=2&msclkid=3&mc_eid=4&_ga=5&igshid=6", ""),
        ("theme=dialogue&theme=feedback", "theme=dialogue&theme=feedback"),
        ("q=utm_source", "q=utm_source"),
    ],
)
def test_where_a_visitor_came_from_is_not_asked_for(query: str, wanted: str) -> None:
    request = RequestFactory().get(f"/en/research/?{query}")
    assert asked(request).urlencode() == wanted
    assert asked_address(request) == ("/en/research/?" + wanted if wanted else "/en/research/")


def test_visitors_from_everywhere_share_one_copy_of_a_page(client, settings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    make_report("Wait time")
    first = client.get("/en/research/?q=time&utm_source=mail")
    second = client.get("/en/research/?utm_medium=post&q=time")
    other = client.get("/en/research/?q=talk")
    assert [answer["X-Cache"] for answer in (first, second, other)] == ["miss", "hit", "miss"]
    assert first.content == second.content
    assert b"utm_" not in first.content

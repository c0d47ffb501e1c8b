"""Whole addresses of pages."""

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from camtree.core.http.addresses import absolute_url
from tests.factories.pages import make_report

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

"""What a new site starts with, and what a second run leaves alone."""

import pytest
from wagtail.models import Site

from home.models import HomePage
from home.setup import set_up_site

pytestmark = pytest.mark.django_db


def name_of(site: Site) -> tuple[str, int]:
    site.refresh_from_db()
    return site.hostname, site.port


@pytest.fixture
def site() -> Site:
    return Site.objects.get()


@pytest.mark.parametrize(
    ("public", "name"),
    [
        ("https://camtree.example", ("camtree.example", 443)),
        ("https://CamTREE.example/", ("camtree.example", 443)),
        ("http://camtree.example", ("camtree.example", 80)),
        ("http://camtree.example:8080", ("camtree.example", 8080)),
        ("http://127.0.0.1:8000", ("127.0.0.1", 8000)),
    ],
)
@pytest.mark.parametrize("before", [("localhost", 80), ("127.0.0.1", 8031)])
def test_a_site_without_a_name_is_called_as_the_environment_says(site, settings, before, public, name) -> None:
    site.hostname, site.port = before
    site.save()
    settings.WAGTAILADMIN_BASE_URL = public
    set_up_site(())
    assert name_of(site) == name
    page = HomePage.objects.get(locale__language_code="en")
    assert page.full_url == f"{public.rstrip('/').lower()}/en/"


@pytest.mark.parametrize("public", ["camtree.example", ""])
def test_what_is_no_address_names_nothing(site, settings, public) -> None:
    before = name_of(site)
    settings.WAGTAILADMIN_BASE_URL = public
    set_up_site(())
    assert name_of(site) == before


def test_a_name_that_somebody_gave_stays(site, settings) -> None:
    site.hostname, site.port = "given.example", 443
    site.save()
    settings.WAGTAILADMIN_BASE_URL = "https://camtree.example"
    set_up_site(())
    assert name_of(site) == ("given.example", 443)


def test_the_name_of_another_site_is_not_taken(site, settings) -> None:
    before = name_of(site)
    other = Site.objects.create(hostname="camtree.example", port=443, root_page=site.root_page)
    settings.WAGTAILADMIN_BASE_URL = "https://camtree.example"
    set_up_site(())
    assert name_of(site) == before
    assert name_of(other) == ("camtree.example", 443)

"""What a new site starts with, and what a second run leaves alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Locale, Page, Site

from camtree.navigation.models import Menu
from camtree.search.models import Entry
from home.models import HomePage
from home.setup import set_up_site
from research.models import DecisionLetter, ReportTemplate
from tests.queries import shapes

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


# ---------------------------------------------------------------- what is made, and what it costs


def test_a_language_that_is_missing_is_made_whole_within_its_budget() -> None:
    """French, which the database of the tests leaves out: everything that Spanish has."""

    def made(language: str) -> dict[str, list[object]]:
        locale = Locale.objects.get(language_code=language)
        pages = Page.objects.filter(locale=locale).order_by("path")
        menus = Menu.objects.filter(locale=locale).order_by("place")
        return {
            "pages": [(page.specific_class, page.slug, page.live, page.depth) for page in pages],
            "indexed": [
                Entry.objects.filter(object_id=page.pk, content_type=page.content_type).count() for page in pages
            ],
            "menus": [(menu.place, len(menu.links), bool(menu.text)) for menu in menus],
            "templates": list(ReportTemplate.objects.filter(locale=locale).values_list("slug", "live")),
            "letters": [*sorted(DecisionLetter.objects.filter(locale=locale).values_list("verdict", flat=True))],
            "workflows": [[workflow.name for workflow in [page.specific.get_workflow()] if workflow] for page in pages],
            "permissions": sorted(
                GroupPagePermission.objects.filter(page__in=pages).values_list(
                    "group__name", "permission__codename", "page__depth"
                )
            ),
        }

    spanish = made("es")
    assert len(spanish["pages"]) == 12
    assert set(spanish["indexed"]) == {1}
    assert made("fr")["pages"] == []
    with CaptureQueriesContext(connection) as log:
        set_up_site(("fr",))
    french = made("fr")
    # A front page is the root of its language, and the groups of translators are named after theirs.
    for facts in (spanish, french):
        facts["pages"][0] = None
        facts["permissions"] = [row for row in facts["permissions"] if "(" not in str(row)]
    assert french == spanish
    statements = sum(shapes(log).values())
    assert statements <= 2600  # each class of pages enters the index once, f"{statements} statements"

import pytest
from django.test import Client
from wagtail.models import Site

from home.models import HomePage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_allowed_host(settings):
    settings.ALLOWED_HOSTS = ["camtree.example"]


def asked_as(host: str, path: str = "/en/") -> int:
    return Client().get(path, headers={"host": host}).status_code


@pytest.fixture
def academy() -> Site:
    home = HomePage.objects.get(locale__language_code="en")
    return Site.objects.create(hostname="academy.example", port=80, root_page=home)


def test_hosts_of_the_environment_are_answered():
    assert asked_as("camtree.example") == 200


@pytest.mark.parametrize(
    "host", ["stranger.example", "localhost", "camtree.example.evil.test", "a b", "", "academy.example"]
)
def test_other_hosts_are_refused(host):
    assert asked_as(host) == 400


@pytest.mark.parametrize("path", ["/en/", "/", "/en/search/?q=talk", "/api/v2/pages/", "/robots.txt"])
def test_other_hosts_are_refused_everywhere(path):
    assert asked_as("stranger.example", path) == 400


def test_the_host_of_a_site_is_answered_as_soon_as_it_is_saved(django_capture_on_commit_callbacks):
    assert asked_as("academy.example") == 400
    home = HomePage.objects.get(locale__language_code="en")
    with django_capture_on_commit_callbacks(execute=True):
        site = Site.objects.create(hostname="academy.example", port=80, root_page=home)
    assert asked_as("academy.example") == 200
    assert asked_as("ACADEMY.example:80") == 200
    with django_capture_on_commit_callbacks(execute=True):
        site.delete()
    assert asked_as("academy.example") == 400


def test_a_form_of_a_sites_own_host_is_accepted(academy):
    browser = Client(enforce_csrf_checks=True)
    address = "/en/account/login/"
    browser.get(address, headers={"host": "academy.example"})
    token = browser.cookies["csrftoken"].value
    sent = {"login": "a@school.test", "password": "wrong", "csrfmiddlewaretoken": token}
    own = browser.post(address, sent, headers={"host": "academy.example", "origin": "http://academy.example"})
    assert own.status_code == 200
    other = browser.post(address, sent, headers={"host": "academy.example", "origin": "http://evil.example"})
    assert other.status_code == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_site_without_a_name_opens_no_door(host):
    Site.objects.update(hostname=host, port=8000)
    assert asked_as(host) == 400
    assert asked_as("camtree.example") == 200

"""Headers that keep a visitor safe, by area."""

import re

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests.factories.members import browser_of, make_member
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db

PUBLIC = ["/en/", "/ar/research/", "/en/search/?q=talk", "/en/register-interest/", "/en/account/login/", "/en/nothing/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_run_nothing_inline_and_ask_nobody_else(path: str) -> None:
    response = Client().get(path)
    policy = dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert "script-src" not in policy
    assert "style-src" not in policy
    assert "unsafe" not in response["Content-Security-Policy"]
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == policy["form-action"] == "'self'"
    html = response.content.decode()
    assert not re.search(r"<script(?![^>]*(src=|application/))[^>]*>", html)
    assert not re.search(r"<[^>]+\s(style|on[a-z]+)=\"", html)


@pytest.mark.parametrize("path", [*PUBLIC, "/admin/login/", "/robots.txt"])
def test_every_answer_carries_the_other_policies(path: str) -> None:
    response = Client().get(path)
    assert "camera=()" in response["Permissions-Policy"]
    assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_only_the_admin_is_looser() -> None:
    browser = browser_of(make_member(roles=("Editors",)))
    assert "'unsafe-inline'" in browser.get("/admin/")["Content-Security-Policy"]
    assert "unsafe" not in browser.get("/en/")["Content-Security-Policy"]
    # Looser means inline script, never another host; a bucket of ours is none.
    policy = re.sub(r"frame-src [^;]*", "", browser.get("/admin/")["Content-Security-Policy"])
    assert "http" not in (policy.replace(settings.S3_ENDPOINT_URL, "") if settings.S3_ENDPOINT_URL else policy)


def test_unknown_and_hidden_pages_answer_alike() -> None:
    hidden = make_report("Hidden", live=False)
    path = f"{hidden.get_parent().url}{hidden.slug}/"
    answers = [Client().get(address) for address in (path, path.replace("hidden", "nowhere"))]
    assert [answer.status_code for answer in answers] == [404, 404]
    first, second = (answer.content.decode().replace("hidden", "").replace("nowhere", "") for answer in answers)
    assert first == second


@pytest.mark.parametrize(
    "path", ["/admin/pages/999999/edit/", "/admin/nothing/", "/media/nothing.png", "/documents/99/x.pdf"]
)
def test_what_is_not_found_is_not_looked_for_under_a_language(path: str) -> None:
    browser = browser_of(make_member(is_superuser=True))
    # Files in a bucket are sent for without a look; the bucket then says that there is none.
    expected = 302 if path.startswith("/media/") and settings.S3_BUCKET else 404
    assert browser.get(path).status_code == expected


# ---------------------------------------------------------------- the shared copies of pages


def test_two_people_and_a_stranger_never_see_each_others_page() -> None:
    one, two, stranger = browser_of(make_member("Wanjiru Kamau")), browser_of(make_member("Quispe Mamani")), Client()
    for path in ("/en/", "/en/research/", "/en/my/", "/en/my/profile/", "/en/search/?q=talk"):
        seen = [one.get(path), two.get(path), stranger.get(path), one.get(path), stranger.get(path)]
        pages = [answer.content.decode() for answer in seen]
        is_theirs = "/my/" in path
        for answer in (seen[0], seen[1], seen[3]):
            assert "X-Cache" not in answer
        for page in (pages[0], pages[1], pages[3]):
            assert "Sign out" in page
        for page in (pages[2], pages[4]):
            assert "Sign out" not in page
            assert "Wanjiru" not in page
            assert "Quispe" not in page
        if is_theirs:
            assert [answer.status_code for answer in seen] == [200, 200, 302, 200, 302]
            assert "Quispe" not in pages[0]
            assert "Wanjiru" not in pages[1]
        else:
            assert seen[4]["X-Cache"] == "hit"


def test_a_form_with_a_token_is_never_shared() -> None:
    first, second = Client(), Client()
    for path in ("/en/register-interest/", "/en/account/login/"):
        for browser in (first, second):
            answer = browser.get(path)
            assert "X-Cache" not in answer
            assert "csrfmiddlewaretoken" in answer.content.decode()
            assert "csrftoken" in answer.cookies


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/robots.txt", "/llms.txt"])
def test_machines_read_the_same_whatever_language_is_preferred(path: str) -> None:
    arabic = Client().get(path, headers={"Accept-Language": "ar"}).content.decode()
    cache.clear()
    assert arabic == Client().get(path, headers={"Accept-Language": "en"}).content.decode()
    assert not any(sign in arabic for sign in "\u2066\u2067\u2068\u2069")
    assert "://testserver/sitemap.xml" in arabic

"""The host on which packages play: what it answers, to whom, and what it never does."""

import time
from typing import Any

import pytest
from django.core import signing
from django.test import Client, override_settings

from learning.models import CoursePackage
from learning.packages import addresses
from tests.factories.members import browser_of, make_member
from tests.factories.packages import (
    learner_at,
    make_package,
    make_package_step,
    manifest,
    package_address,
    scorm12,
    zipped,
)
from tests.queries import budget

pytestmark = pytest.mark.django_db

HOST = "packages.localhost"


def word(package: CoursePackage, site: str = "www.camtree.test") -> str:
    from django.test import RequestFactory

    return addresses.word_for(package.key, RequestFactory().get("/", HTTP_HOST=site))


def ask(path: str, browser: Client | None = None, **facts: Any) -> Any:
    return (browser or Client()).get(path, HTTP_HOST=HOST, **facts)


def test_player_and_files_come_without_cookies_and_with_their_policy() -> None:
    package = make_package()
    browser = browser_of(make_member())
    for path in (f"/play/{word(package)}/0/", f"/p/{word(package)}/index.html"):
        # A session cookie that a browser would never send there is not looked at: no query for it, none comes back.
        with budget(1, same_shape=1):
            response = ask(path, browser)
        assert response.status_code == 200
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        policy = response["Content-Security-Policy"]
        assert "frame-ancestors 'self' http://www.camtree.test;" in policy
        assert "connect-src 'self' data: blob:" in policy
        assert "form-action 'none'" in policy
        assert policy.endswith("sandbox allow-scripts allow-same-origin allow-forms")
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["Cache-Control"].startswith("private")


def test_address_tells_nobody_who_the_learner_is() -> None:
    package = make_package()
    step = make_package_step(package)
    pages = [
        browser_of(learner_at(step, name).member).get(package_address(step)).content.decode() for name in ("Ann", "Ben")
    ]
    frames = {page.split('data-address="')[1].split('"')[0] for page in pages}
    assert len(frames) == 1


@pytest.mark.parametrize(
    "path", ["/", "/en/", "/admin/", "/api/v2/", "/media/x", "/en/my/", "/static/camtree/js/quiz.js"]
)
def test_host_of_packages_has_nothing_of_the_site(path: str) -> None:
    response = ask(path)
    assert (response.status_code, response.content) == (404, b"Not found.")
    assert not response.cookies
    assert ask(path, HTTP_X_FORWARDED_HOST="www.camtree.test").status_code == 404


def test_site_has_nothing_of_the_host_of_packages() -> None:
    package = make_package()
    for path in (f"/play/{word(package)}/0/", f"/p/{word(package)}/index.html", "/player/x/scorm.js"):
        assert Client().get(path, HTTP_HOST="www.camtree.test").status_code == 404


@pytest.mark.parametrize("host", ["PACKAGES.localhost", "packages.localhost.", "packages.localhost:8000"])
def test_host_is_known_in_every_spelling(host: str) -> None:
    response = Client().get(f"/p/{word(make_package())}/index.html", HTTP_HOST=host)
    assert response.status_code == 200
    assert Client().get("/en/", HTTP_HOST=host).content == b"Not found."


def test_nothing_is_written_there() -> None:
    for method in ("post", "put", "patch", "delete", "options", "trace"):
        assert getattr(Client(), method)("/", HTTP_HOST=HOST).status_code == 405


def test_word_for_another_package_forged_or_too_old_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = make_package(), make_package(zipped({"imsmanifest.xml": manifest("b.html"), "b.html": "b"}))
    good = word(one)
    assert ask(f"/p/{good}/index.html").status_code == 200
    assert ask(f"/p/{good}/b.html").status_code == 404
    assert ask(f"/p/{good}/../{other.key}/b.html").status_code == 404
    assert ask(f"/p/{good}/%2e%2e/{other.key}/b.html").status_code == 404
    forged = signing.TimestampSigner(salt=addresses.SALT, sep="~", key="other").sign(good.split("~")[0])
    salted = signing.TimestampSigner(salt="camtree.media.private", sep="~").sign(good.split("~")[0])
    for wrong in (forged, salted, good[:-1], f"{good}x", "x", "~~", "%00", "é"):
        assert ask(f"/p/{wrong}/index.html").status_code == 404
        assert ask(f"/play/{wrong}/0/").status_code == 404
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + addresses.WINDOW)
    assert ask(f"/p/{good}/index.html").status_code == 200
    monkeypatch.setattr(time, "time", lambda: now + 2 * addresses.WINDOW)
    assert ask(f"/p/{good}/index.html").status_code == 404


def test_word_is_one_for_half_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    package = make_package()
    start = 1_800_000_000 // addresses.WINDOW * addresses.WINDOW
    monkeypatch.setattr(time, "time", lambda: start)
    first = word(package)
    monkeypatch.setattr(time, "time", lambda: start + addresses.WINDOW - 1)
    assert word(package) == first
    assert word(package, "other.camtree.test") != first
    monkeypatch.setattr(time, "time", lambda: start + addresses.WINDOW)
    assert word(package) != first


@pytest.mark.parametrize("name", ["nothing.html", "index.html/", "", "index.exe", "a\x00.html", "x" * 5000 + ".html"])
def test_file_that_is_not_there_is_not_found(name: str) -> None:
    from urllib.parse import quote

    assert ask(f"/p/{word(make_package())}/{quote(name)}").status_code == 404


def test_part_that_is_not_there_is_not_found() -> None:
    package = make_package()
    for part in ("1", "99999999999999999999", "-1", "x"):
        assert ask(f"/play/{word(package)}/{part}/").status_code == 404
    gone = word(package)
    package.delete()
    assert ask(f"/play/{gone}/0/").status_code == 404


def test_files_have_their_type_and_parts() -> None:
    package = make_package(scorm12(**{"film.mp4": "0123456789", "look.svg": "<svg/>", "a b é.css": "p{}"}))
    path = f"/p/{word(package)}"
    part = ask(f"{path}/film.mp4", HTTP_RANGE="bytes=2-4")
    assert (part.status_code, part["Content-Type"], part["Content-Range"]) == (206, "video/mp4", "bytes 2-4/10")
    assert b"".join(part.streaming_content) == b"234"
    assert ask(f"{path}/look.svg")["Content-Type"] == "image/svg+xml"
    assert ask(f"{path}/a%20b%20%C3%A9.css")["Content-Type"] == "text/css; charset=utf-8"


@pytest.mark.usefixtures("files_on_disk")
def test_a_web_server_in_front_sends_files_with_the_policy_of_packages(settings: Any) -> None:
    package = make_package(scorm12(**{"film.mp4": "0123456789"}))
    settings.PRIVATE_ACCEL_PREFIX = "/internal/"
    sent = ask(f"/p/{word(package)}/film.mp4")
    assert sent["X-Accel-Redirect"] == f"/internal/packages/{package.key}/film.mp4"
    assert "sandbox" in sent["Content-Security-Policy"]


def test_player_is_sent_compressed_and_kept_for_a_year() -> None:
    from learning.packages.host import player_files, player_version

    assert {"scorm.js", "h5p.js", "bridge.js", "player.css", "vendor/scorm-again/scorm12.min.js"} <= player_files()
    base = f"/player/{player_version()}"
    response = ask(f"{base}/vendor/scorm-again/scorm2004.min.js", HTTP_ACCEPT_ENCODING="gzip")
    assert (response["Content-Encoding"], response["Cache-Control"]) == ("gzip", "public, max-age=31536000, immutable")
    assert len(response.content) < 130_000
    for path in (
        "/player/0/scorm.js",
        f"{base}/../host.py",
        f"{base}/host.py",
        f"{base}/vendor/h5p-standalone/LICENSE",
    ):
        assert ask(path).status_code == 404


def test_https_is_asked_for_there_too(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 60
    path = f"/p/{word(make_package())}/index.html"
    response = ask(path)
    assert (response.status_code, response["Location"]) == (301, f"https://{HOST}{path}")
    assert Client().get(path, HTTP_HOST=HOST, secure=True)["Strict-Transport-Security"] == "max-age=60"


@override_settings(PACKAGES_HOST="")
def test_without_a_host_nothing_is_served() -> None:
    assert Client().get(f"/p/{word(make_package())}/index.html", HTTP_HOST=HOST).status_code == 404


def test_port_of_the_request_is_taken_on_this_machine_only(settings: Any) -> None:
    from django.test import RequestFactory

    request = RequestFactory().get("/", HTTP_HOST="localhost:8123")
    assert addresses.packages_origin(request) == "http://packages.localhost:8123"
    settings.PACKAGES_HOST = "packages.example.net"
    assert addresses.packages_origin(request) == "http://packages.example.net"
    settings.PACKAGES_HOST = "packages.example.net:8443"
    assert addresses.packages_origin(request) == "http://packages.example.net:8443"

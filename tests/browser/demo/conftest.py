"""The demo as a visitor meets it: a server of its own, prepared by the same command as `make demo`."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

# Kind of page and its address. One of each kind that the public sees.
PAGES = {
    "home": "/en/",
    "library": "/en/research/",
    "collections": "/en/research/collections/",
    "collection": "/en/research/collections/making-space-for-quieter-voices/",
    "report": "/en/research/reports/who-answers-when-nobody-raises-a-hand/",
    "catalogue": "/en/learning/",
    "course": "/en/learning/research-lesson-study-first-steps/",
    "module": "/en/learning/research-lesson-study-first-steps/{module}/",
    "lesson": "/en/learning/research-lesson-study-first-steps/{module}/{lesson}/",
    "webinars": "/en/webinars/",
    "upcoming webinar": "/en/webinars/when-the-second-lesson-goes-wrong/",
    "recorded webinar": "/en/webinars/interviewing-case-pupils/",
    "leads": "/en/leads/",
    "lead": "/en/leads/marcela-antilef-rojas/",
    "contact a lead": "/en/leads/amina-sarsen/contact/",
    "insights": "/en/insights/",
    "insight": "/en/insights/what-makes-room-for-reasons/",
    "standard page": "/en/privacy/",
    "register interest": "/en/register-interest/",
    "search": "/en/search/?q=pupils",
    "sign in": "/en/account/login/",
    "sign up": "/en/account/signup/",
    "not found": "/en/no-such-page/",
}
ARABIC = {
    "home": "/ar/",
    "library": "/ar/research/",
    "collection": "/ar/research/collections/{collection}/",
    "report": "/ar/research/reports/man-yujib-hina-la-yarfau-ahad-yadahu/",
    "webinars": "/ar/webinars/",
    "leads": "/ar/leads/",
    "register interest": "/ar/register-interest/",
    "search": "/ar/search/?q=السؤال",
    "sign in": "/ar/account/login/",
}
ROOT = Path(__file__).parents[3]
SERVICES = ("DATABASE_URL", "CACHE_URL")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def own_database() -> Iterator[dict[str, str]]:
    """Variables that give the server a database of its own where the environment names a PostgreSQL."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        yield {}
        return
    import psycopg

    name = f"camtree_browser_{secrets.token_hex(4)}"
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    yield {"DATABASE_URL": re.sub(r"/[^/?]+(\?|$)", rf"/{name}\1", address)}
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def demo_address(tmp_path_factory: pytest.TempPathFactory, own_database: dict[str, str]) -> Iterator[str]:
    """Address of a running demo, without a slash at its end."""
    port, var = free_port(), tmp_path_factory.mktemp("demo")
    # Files stay local: pages may ask no other host, and a bucket on loopback is one.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("S3_")}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "camtree.settings.dev",
        "CAMTREE_VAR_DIR": str(var),
        "CAMTREE_DEMO": "1",
        "DEBUG": "0",
        "PORT": str(port),
        **own_database,
    }
    log = (var / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:camtree.demo.serving", "camtree.wsgi"],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, server, var / "server.log")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)
        log.close()


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _second in range(240):
        if server.poll() is not None:
            raise RuntimeError(f"The demo did not start:\n{log.read_text()[-4000:]}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(1)
    raise RuntimeError(f"The demo was not ready in four minutes:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def places(demo_address: str) -> dict[str, str]:
    """Parts of addresses that the demo decides: first module and lesson of the course, the collection in Arabic."""

    def first(page: str, pattern: str) -> str:
        with urllib.request.urlopen(demo_address + page, timeout=30) as answer:
            match = re.search(pattern, answer.read().decode())
        assert match, f"{page} has no link such as {pattern}"
        return match[1]

    course = "/en/learning/research-lesson-study-first-steps/"
    return {
        "module": (module := first(course, rf'href="{course}([a-z0-9-]+)/')),
        "lesson": first(f"{course}{module}/", rf'href="{course}{module}/([a-z0-9-]+)/"'),
        "collection": first("/ar/research/collections/", r'href="/ar/research/collections/([^/"]+)/"'),
    }


@pytest.fixture(scope="session")
def at(demo_address: str, places: dict[str, str]) -> Callable[[str], str]:
    """Full address of one of PAGES or ARABIC."""
    return lambda page: demo_address + page.format(**places)


@pytest.fixture
def complaints(page: Any) -> list[str]:
    """What the browser complains of: errors, and anything the content security policy had to stop."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs all of these: one server is enough."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("demo-in-a-browser"))

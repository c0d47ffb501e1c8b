"""The demo as a visitor meets it: one server of its own for all tests of this folder."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from demo.accounts import DOMAIN, PASSWORD
from tests.browser.demo.pages import NUMBERS
from tests.browser.demo.server import places_of, serving_demo

# A busy machine needs longer for a screen of the admin than the five seconds that are usual.
expect.set_options(timeout=20_000)


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
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo keeps what it makes, its log among it."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="session")
def demo_address(demo_folder: Path, own_database: dict[str, str]) -> Iterator[str]:
    """Address of a running demo, without a slash at its end."""
    with serving_demo(demo_folder, own_database) as address:
        yield address


@pytest.fixture(scope="session")
def places(demo_address: str) -> dict[str, str]:
    """Parts of addresses that the demo decides."""
    return places_of(demo_address)


@pytest.fixture(scope="session")
def at(demo_address: str, places: dict[str, str]) -> Callable[[str], str]:
    """Full address of one of PAGES or ARABIC."""
    return lambda page: demo_address + page.format(**places)


@pytest.fixture
def visitor(new_context: Callable[..., Any], demo_address: str) -> Callable[..., Page]:
    """A browser of its own in which nobody is signed in; takes what a browser context takes."""
    return lambda **options: new_context(**{"base_url": demo_address, **options}).new_page()


@pytest.fixture
def person(visitor: Callable[..., Page]) -> Callable[..., Page]:
    """A browser of its own in which one of the demo's people has signed in on the way to the admin."""

    def arrive(name: str, lands: str = "/admin/") -> Page:
        page = visitor()
        page.goto("/admin/login/")
        form = page.get_by_role("main")
        form.get_by_label("Email").fill(f"{name}@{DOMAIN}")
        form.get_by_label("Password", exact=True).fill(PASSWORD)
        form.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"**{lands}")
        return page

    return arrive


@pytest.fixture
def complaints(page: Any) -> list[str]:
    """What the browser complains of: errors, and anything the content security policy had to stop."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


@pytest.fixture(scope="session")
def signed_in(browser: Any, demo_address: str) -> Iterator[Callable[[str], Page]]:
    """One page for each of the demo's people, signed in once for all tests that only look."""
    pages: dict[str, Page] = {}

    def page_of(name: str) -> Page:
        if name not in pages:
            page = pages[name] = browser.new_context(base_url=demo_address).new_page()
            page.goto("/en/account/login/")
            form = page.get_by_role("main")
            form.get_by_label("Email").fill(f"{name}@{DOMAIN}")
            form.get_by_label("Password", exact=True).fill(PASSWORD)
            form.get_by_role("button", name="Sign in", exact=True).click()
            page.wait_for_url("**/my/")
        return pages[name]

    yield page_of
    for page in pages.values():
        page.context.close()


@pytest.fixture(scope="session")
def numbers(signed_in: Callable[[str], Page]) -> dict[str, str]:
    """The numbers in the addresses of SIGNED_IN, from the links by which people come there."""

    def number(name: str, address: str, title: str) -> str:
        page = signed_in(name)
        page.goto(address)
        link = page.get_by_role("main").get_by_role("link", name=title).first.get_attribute("href")
        return (link or "").rstrip("/").rpartition("/")[2]

    return {key: number(*where) for key, where in NUMBERS.items()}


@pytest.hookimpl(tryfirst=True)  # xdist looks at the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs all of these: one server is enough."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("demo-in-a-browser"))

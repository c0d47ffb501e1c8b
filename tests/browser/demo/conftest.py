"""The demo as a visitor meets it: one server of its own for all tests of this folder."""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.demo.server import places_of, serving_demo


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
    with serving_demo(tmp_path_factory.mktemp("demo"), own_database) as address:
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

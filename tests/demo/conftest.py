"""The demo, loaded once for all tests of this folder and taken away afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests import kept
from tests.kept_files import bring_files


@pytest.fixture(scope="package")
def demo(django_db_setup: None, shelf: kept.Shelf, django_db_blocker: Any) -> Iterator[None]:
    """Everything `make demo` shows, copied from what was loaded once; afterwards the site without it."""
    site = [kept.SCHEMA, kept.SITE]
    with django_db_blocker.unblock():
        kept.set_up(shelf, [*site, kept.DEMO])
        bring_files(kept.DEMO.digest())
    yield
    with django_db_blocker.unblock():
        kept.set_up(shelf, site)


@pytest.fixture(autouse=True)
def _loaded(demo: None, db: None) -> None:
    """Every test of this folder sees the demo."""

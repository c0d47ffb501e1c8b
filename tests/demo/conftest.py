"""The demo, loaded once for all tests of this folder and taken away afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Everything `make demo` shows. Loading commits, so the end of it is a real `drop_demo`."""
    from demo.actions import drop_demo, load_demo

    with django_db_blocker.unblock():
        load_demo()
    yield
    with django_db_blocker.unblock():
        drop_demo()


@pytest.fixture(autouse=True)
def _loaded(demo: None, db: None) -> None:
    """Every test of this folder sees the demo."""

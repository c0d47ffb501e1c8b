"""The demo, loaded once for all tests of this folder and taken away afterwards."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from tests import kept


@pytest.fixture(scope="package")
def demo(django_db_setup: None, shelf: kept.Shelf, django_db_blocker: Any) -> Iterator[None]:
    """Everything `make demo` shows, copied from what was loaded once; afterwards the site without it."""
    from demo.actions import drop_demo, load_demo

    site = [kept.SCHEMA, kept.SITE]
    with django_db_blocker.unblock():
        if settings.S3_BUCKET:
            # Its files lie in buckets, in a folder of this worker's own.
            load_demo()
        else:
            kept.set_up(shelf, [*site, kept.DEMO])
            for place, folder in kept.folders_of_the_demo():
                shutil.copytree(folder, place, dirs_exist_ok=True)
    yield
    with django_db_blocker.unblock():
        if settings.S3_BUCKET:
            drop_demo()
        else:
            kept.set_up(shelf, site)


@pytest.fixture(autouse=True)
def _loaded(demo: None, db: None) -> None:
    """Every test of this folder sees the demo."""

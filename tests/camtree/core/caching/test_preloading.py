"""What is read while the server starts."""

import gc
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from camtree.core.caching.preloading import preload


@pytest.fixture
def _collected_again() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.django_db
@pytest.mark.usefixtures("_collected_again")
def test_the_server_starts_without_a_database() -> None:
    with CaptureQueriesContext(connection) as log:
        preload()
    assert log.captured_queries == []
    assert gc.get_freeze_count() > 10_000

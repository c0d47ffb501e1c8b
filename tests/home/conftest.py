from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from tests.home.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once: what a test changes is rolled back after it, and all of it after the last."""
    around = transaction.atomic()
    around._from_testcase = True  # type: ignore[attr-defined]  # no transaction of the code under test
    with django_db_blocker.unblock(), around:
        yield make_world()
        transaction.set_rollback(True)

"""Processes that take texts apart beside the one that makes them."""

from pathlib import Path

import pytest
from django.db import connection

from camtree.search.models import Entry
from demo.generated.actions import drop_generated, generate_reports
from demo.generated.indexers import Indexers
from research.models import ReportPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("site_after_flush")]


@pytest.fixture
def _database_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is started finds the database of this test."""
    told = connection.settings_dict
    if connection.vendor == "postgresql":
        place = f"{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT']}"
        monkeypatch.setenv("DATABASE_URL", f"postgresql://{place}/{told['NAME']}")
    elif not Path(told["NAME"]).is_file():
        pytest.skip("The database is in the memory of this process.")
    else:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{told['NAME']}")


def entries() -> list[tuple[str, str, str, int]]:
    works = dict(ReportPage.objects.values_list("pk", "imported_from"))
    rows = Entry.objects.filter(kind="report").values_list("object_id", "language", "sort_title", "readers")
    return sorted((works[pk], *facts) for pk, *facts in rows)


@pytest.mark.usefixtures("_database_for_others")
def test_a_process_beside_makes_the_same_index_and_its_faults_are_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    generate_reports(number=12)
    alone = entries()
    assert len(alone) == 14
    drop_generated()
    assert entries() == []
    monkeypatch.setattr("demo.generated.actions.BATCH", 4)
    generate_reports(number=12, beside=1)
    assert entries() == alone
    with pytest.raises(TypeError), Indexers(1) as indexers:
        indexers.index([None, object])  # type: ignore[list-item]

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from camtree.core.migration_operations import CreateTogether


def operations() -> list[Operation]:
    """Two models that point at each other, with everything that may come after a table."""
    return [
        CreateModel("School", [("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=9))]),
        CreateModel(
            "Pupil",
            [
                ("id", models.AutoField(primary_key=True)),
                ("school", models.ForeignKey("tried.School", models.CASCADE)),
                ("friends", models.ManyToManyField("tried.Pupil")),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["school", "id"], name="one_school")]},
        ),
        AddField("School", "head", models.ForeignKey("tried.Pupil", models.SET_NULL, null=True)),
        AddIndex("School", models.Index(fields=["name"], name="by_name")),
        AddConstraint("School", models.CheckConstraint(condition=~models.Q(name=""), name="has_a_name")),
    ]


@pytest.fixture
def database(django_db_blocker: Any) -> Iterator[DatabaseWrapper]:
    settings = {**connection.settings_dict, "NAME": ":memory:", "OPTIONS": {}}
    with django_db_blocker.unblock():
        yield DatabaseWrapper(settings)


def tables(database: DatabaseWrapper) -> dict[str, Any]:
    """Columns and constraints of each table."""
    with database.cursor() as cursor:
        look = database.introspection
        return {
            name: (look.get_table_description(cursor, name), look.get_constraints(cursor, name))
            for name in look.table_names(cursor)
        }


def run(database: DatabaseWrapper, operations: list[Operation]) -> tuple[Migration, ProjectState]:
    migration = type("First", (Migration,), {"operations": operations})("0001_initial", "tried")
    before = ProjectState()
    assert before.apps is not None  # rendered, as it is in the middle of `migrate`
    with database.schema_editor() as editor:
        return migration, migration.apply(before, editor)


def test_tables_made_together_are_those_made_one_by_one(database: DatabaseWrapper, django_db_blocker: Any) -> None:
    _migration, one_by_one = run(database, operations())
    expected = tables(database)
    assert sorted(expected) == ["tried_pupil", "tried_pupil_friends", "tried_school"]

    other = database.copy()
    _migration, together = run(other, [CreateTogether(operations())])
    assert tables(other) == expected
    assert together == one_by_one


def test_tables_made_together_go_together(database: DatabaseWrapper) -> None:
    migration, _state = run(database, [CreateTogether(operations())])
    assert tables(database)
    with database.schema_editor() as editor:
        migration.unapply(ProjectState(), editor)
    assert tables(database) == {}

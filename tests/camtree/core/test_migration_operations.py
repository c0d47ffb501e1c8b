from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, models
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations import AddConstraint, AddField, AddIndex, CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from camtree.core.migration_operations import AddColumn, CreateTogether


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


def test_a_column_is_added_without_copying_the_table(database: DatabaseWrapper) -> None:
    fields: list[models.Field[Any, Any]] = [
        models.CharField(max_length=9, default="", db_default="", db_index=True),
        models.BooleanField(default=False, db_default=False),
    ]
    first = [operations()[0]]
    _migration, expected = run(database, [*first, *(AddField("School", f"a{i}", one) for i, one in enumerate(fields))])
    other = database.copy()
    migration, state = run(other, [*first, *(AddColumn("School", f"a{i}", one) for i, one in enumerate(fields))])
    assert state == expected
    assert {name: row[1] for name, row in tables(other).items()} == {n: row[1] for n, row in tables(database).items()}
    assert {column[0] for column in tables(other)["tried_school"][0]} == {"id", "name", "a0", "a1"}
    with other.cursor() as cursor:
        cursor.execute("INSERT INTO tried_school (id, name) VALUES (1, 'Hill')")
        cursor.execute("SELECT a0, a1 FROM tried_school")
        assert cursor.fetchone() == ("", 0)
    with other.schema_editor(collect_sql=True) as editor:
        migration.apply(ProjectState(), editor, collect_sql=True)
    assert not any("new__" in line for line in editor.collected_sql)
    with other.schema_editor() as editor:
        migration.unapply(ProjectState(), editor)
    assert tables(other) == {}

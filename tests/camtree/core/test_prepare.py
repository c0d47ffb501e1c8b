"""`manage.py prepare` refuses what it would break."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from camtree.core.management.commands.prepare import refuse_foreign_database

pytestmark = pytest.mark.django_db


def test_a_database_of_this_version_is_taken() -> None:
    refuse_foreign_database()


def test_a_database_of_another_version_is_refused_before_anything_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    MigrationRecorder(connection).record_applied("learning", "0010_packages")
    with pytest.raises(CommandError, match=r"learning\.0010_packages.*Nothing was changed"):
        call_command("prepare")


def test_migrations_of_libraries_are_theirs() -> None:
    MigrationRecorder(connection).record_applied("wagtailcore", "9999_newer")
    refuse_foreign_database()

"""`manage.py prepare` refuses what it would break, takes nothing from under running processes, and runs alone."""

import json
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from camtree.core.management.commands.prepare import alone, refuse_foreign_database, remove_old_static
from tests.threads import at_once

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


# ---------------------------------------------------------------- static files of the releases before


def collected(root, **files):
    """A folder as collectstatic leaves it: files by the name under which pages ask for them."""
    (root / "staticfiles.json").write_text(json.dumps({"paths": files, "version": "1.1"}))
    for name in files.values():
        (root / name).write_text(name)
        (root / f"{name}.gz").write_text(name)


def names(root):
    return sorted(path.name for path in root.iterdir() if path.suffix in {".css", ".gz"})


def test_static_files_of_the_release_before_stay_for_a_month(tmp_path):
    day = 86400
    collected(tmp_path, **{"a.css": "a.1.css", "b.css": "b.1.css"})
    assert remove_old_static(tmp_path, 0) == 0
    collected(tmp_path, **{"a.css": "a.2.css", "b.css": "b.1.css"})
    assert remove_old_static(tmp_path, 20 * day) == 0
    kept = ["a.2.css", "a.2.css.gz", "b.1.css", "b.1.css.gz"]
    assert names(tmp_path) == ["a.1.css", "a.1.css.gz", *kept]
    # The release before named the old one until day 20.
    assert remove_old_static(tmp_path, 49 * day) == 0
    assert remove_old_static(tmp_path, 51 * day) == 2
    assert names(tmp_path) == kept
    assert remove_old_static(tmp_path, 400 * day) == 0


def test_two_who_prepare_at_once_wait_for_each_other(tmp_path, settings):
    settings.VAR_DIR = tmp_path
    inside, most = [], []

    def prepare():
        with alone():
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.05)
            inside.pop()

    at_once(*[prepare] * 3)
    assert most == [1, 1, 1]

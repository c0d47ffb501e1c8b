"""What the tests are set up from is kept, and never read when anything that it is made from has changed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from tests import kept
from tests.kept import SqliteShelf, Stage, set_up

ROOT = Path(settings.BASE_DIR)
APPS = ["home", "research", "learning", "webinars", "leads", "insights", "members", "media", "navigation", "search"]


def change(monkeypatch: pytest.MonkeyPatch, changed: Path) -> None:
    """As if somebody had added a line to this file."""
    assert changed.exists()
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda file: read(file) + (b"\n#" if file == changed else b""))


@pytest.mark.parametrize("app", APPS)
def test_a_changed_migration_makes_another_database(app: str, monkeypatch: pytest.MonkeyPatch) -> None:
    schema, site = kept.schema_digest(), kept.site_digest()
    (folder,) = (folder for folder in kept.own_folders() if folder.name == app)
    change(monkeypatch, next(folder.glob("migrations/0001_*.py")))
    assert kept.schema_digest() != schema
    assert kept.site_digest() != site


def test_a_new_migration_makes_another_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema, folders = kept.schema_digest(), kept.own_folders()
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations/0001_initial.py").write_text("")
    monkeypatch.setattr(kept, "own_folders", lambda: [*folders, tmp_path])
    assert kept.schema_digest() != schema


def test_what_migrations_import_belongs_to_the_schema(monkeypatch: pytest.MonkeyPatch) -> None:
    schema = kept.schema_digest()
    change(monkeypatch, ROOT / "site/camtree/core/pages/fields.py")
    assert kept.schema_digest() != schema


def test_another_version_of_a_library_makes_another_database(monkeypatch: pytest.MonkeyPatch) -> None:
    schema, versions = kept.schema_digest(), kept.versions()
    wagtail = next(version for version in versions if version.startswith("wagtail "))
    monkeypatch.setattr(kept, "versions", lambda: [*(set(versions) - {wagtail}), f"{wagtail}.1"])
    assert kept.schema_digest() != schema


@pytest.mark.parametrize(
    "name",
    [
        "home/starter/privacy.md",
        "home/starter/consents.toml",
        "home/setup.py",
        "home/roles.py",
        "site/camtree/vocabularies/vocabularies.toml",
        "research/models.py",
        "site/camtree/settings/base.py",
        "site/camtree/locale/ar/LC_MESSAGES/django.mo",
    ],
)
def test_a_changed_beginning_makes_another_site(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    site = kept.site_digest()
    change(monkeypatch, ROOT / name)
    assert kept.site_digest() != site


def test_another_setting_makes_another_site(settings: Any) -> None:
    site = kept.site_digest()
    settings.WAGTAILADMIN_BASE_URL = "https://elsewhere.example"
    assert kept.site_digest() != site


# ---------------------------------------------------------------- keeping and taking


@pytest.fixture
def shelf(tmp_path: Path, django_db_blocker: Any) -> Iterator[SqliteShelf]:
    database = {**connection.settings_dict, "NAME": str(tmp_path / "own.sqlite3"), "OPTIONS": {}}
    with django_db_blocker.unblock():
        yield SqliteShelf(DatabaseWrapper(database), tmp_path / "kept")


def words_in(shelf: SqliteShelf) -> list[str]:
    with shelf.connection.cursor() as cursor:
        cursor.execute("SELECT word FROM words")
        return [word for (word,) in cursor.fetchall()]


def stages_of(shelf: SqliteShelf, made: list[str], digests: dict[str, str]) -> list[Stage]:
    """A stage that makes a table and one that writes into it; both say when they are asked to."""

    def run(name: str, statement: str) -> None:
        made.append(name)
        with shelf.connection.cursor() as cursor:
            cursor.execute(statement)

    return [
        Stage("table", lambda: digests["table"], lambda: run("table", "CREATE TABLE words (word text)")),
        Stage("words", lambda: digests["words"], lambda: run("words", "INSERT INTO words VALUES ('one')")),
    ]


def test_each_stage_is_made_once(shelf: SqliteShelf) -> None:
    made: list[str] = []
    digests = {"table": "1", "words": "1"}
    stages = stages_of(shelf, made, digests)
    set_up(shelf, stages)
    assert made == ["table", "words"]
    with shelf.connection.cursor() as cursor:
        cursor.execute("INSERT INTO words VALUES ('of a test')")
    set_up(shelf, stages)
    assert made == ["table", "words"]
    assert words_in(shelf) == ["one"]

    digests["words"] = "2"
    set_up(shelf, stages)
    assert made == ["table", "words", "words"]
    assert words_in(shelf) == ["one"]
    assert sorted(file.name for file in shelf.folder.iterdir()) == ["lock", "table-1.sqlite3", "words-2.sqlite3"]


def test_a_stage_whose_files_are_gone_is_made_again(shelf: SqliteShelf) -> None:
    made: list[str] = []
    table, words = stages_of(shelf, made, {"table": "1", "words": "1"})
    set_up(shelf, [table, words])
    set_up(shelf, [table, replace(words, is_whole=lambda: False)])
    assert (made, words_in(shelf)) == (["table", "words", "words"], ["one"])


def test_what_was_not_finished_is_not_kept(shelf: SqliteShelf) -> None:
    made: list[str] = []
    table, words = stages_of(shelf, made, {"table": "1", "words": "1"})

    def stop() -> None:
        words.make()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        set_up(shelf, [table, Stage("words", words.digest, stop)])
    assert sorted(file.name for file in shelf.folder.iterdir()) == ["lock", "table-1.sqlite3"]
    set_up(shelf, [table, words])
    assert words_in(shelf) == ["one"]

"""Databases that are set up once and kept: the next run of the tests copies one instead of migrating for a minute.

What is kept is named by a digest of everything that it is made from, so that a change makes another and nothing stale
is read. On SQLite it is a file in var/kept/, on PostgreSQL a database of its own, which others are made from.
"""

import fcntl
import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db.backends.base.base import NO_DB_ALIAS, BaseDatabaseWrapper
from django.utils import timezone

from tests.kept_files import are_kept, keep_files

# Arabic for right-to-left, Spanish for the rest; the others would only cost time.
LANGUAGES = ("ar", "es")
# Settings of which something comes into the database.
SETTINGS = ("INSTALLED_APPS", "LANGUAGES", "LANGUAGE_CODE", "WAGTAILADMIN_BASE_URL", "WAGTAIL_SITE_NAME", "TIME_ZONE")


# ---------------------------------------------------------------- what it is made from


def digest_of(files: Iterable[Path], *words: object) -> str:
    """A digest of names and contents of files, and of words."""
    digest = hashlib.sha256(repr(words).encode())
    for file in sorted(files):
        digest.update(f"{file} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:16]


def versions() -> list[str]:
    """What is installed, ourselves apart: its migrations and what else makes tables comes with the version."""
    return sorted(f"{found.name} {found.version}" for found in distributions())


def own_folders() -> list[Path]:
    """The folders of our own apps."""
    root = Path(settings.BASE_DIR)
    folders = [Path(config.path) for config in apps.get_app_configs()]
    return [folder for folder in folders if root in folder.parents and ".venv" not in folder.relative_to(root).parts]


def schema_files() -> set[Path]:
    """Our migrations, and every module of ours that one of them imports."""
    migrations = {file for folder in own_folders() for file in folder.glob("migrations/*.py")}
    names = {
        name
        for file in migrations
        for name in re.findall(r"^\s*(?:import|from) ([\w.]+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    origins = {Path(spec.origin) for name in names if (spec := find_spec(name)) and spec.has_location and spec.origin}
    ours = own_folders()
    return migrations | {file for file in origins if any(folder in file.parents for folder in ours)}


def site_files() -> set[Path]:
    """All our code, the settings, and the words that a new site starts with."""
    folders = {Path(settings.BASE_DIR) / "site", *own_folders()}
    files = {file for folder in folders for file in folder.rglob("*") if file.is_file()}
    return {file for file in files if "__pycache__" not in file.parts}


def schema_digest() -> str:
    return digest_of(schema_files(), versions(), settings.INSTALLED_APPS)


def site_digest() -> str:
    return digest_of(site_files(), schema_digest(), LANGUAGES, [getattr(settings, name) for name in SETTINGS])


# ---------------------------------------------------------------- stages, each made from the one before


@dataclass(frozen=True)
class Stage:
    """One state of the database: what it is made from, and what makes it out of the stage before."""

    name: str
    digest: Callable[[], str]
    make: Callable[[], None]
    is_whole: Callable[[], bool] = lambda: True
    """Is there still what is kept beside the database?"""


def make_schema() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def make_site() -> None:
    """Languages, sections, vocabularies, menus, roles and workflows, as after `setup_site`."""
    from home.setup import set_up_site

    # Names of permissions come from our models and not from migrations.
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    set_up_site(LANGUAGES)


def demo_digest() -> str:
    """All that a page shows goes into its PDF, and the dates of the demo are counted from today."""
    templates = (file for file in (Path(settings.BASE_DIR) / "templates").rglob("*") if file.is_file())
    return digest_of(templates, site_digest(), timezone.localdate(), settings.S3_BUCKET)


def make_demo() -> None:
    """Everything that `make demo` shows; its files are kept beside the databases."""
    from demo.actions import load_demo

    load_demo()
    keep_files(DEMO.digest())


def demo_is_whole() -> bool:
    return are_kept(DEMO.digest())


# Files do not change while the tests run: each digest is asked for once.
SCHEMA = Stage("schema", cache(schema_digest), make_schema)
SITE = Stage("site", cache(site_digest), make_site)
DEMO = Stage("demo", cache(demo_digest), make_demo, demo_is_whole)


# ---------------------------------------------------------------- where it is kept


class Shelf(Protocol):
    """Where databases are kept, and the one database that the tests of this process work on."""

    def alone(self) -> AbstractContextManager[None]:
        """No other process keeps or takes anything meanwhile."""

    def has(self, kept: str) -> bool: ...

    def take(self, kept: str) -> None:
        """Put a copy in the place of the database of the tests."""

    def keep(self, stage: str, kept: str) -> None:
        """Keep a copy of the database of the tests, and nothing else that this stage made before."""

    def empty(self) -> None:
        """An empty database for the tests."""

    def drop(self) -> None:
        """The tests are over."""


@dataclass(frozen=True)
class SqliteShelf:
    connection: BaseDatabaseWrapper
    folder: Path

    @contextmanager
    def alone(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _file(self, kept: str) -> Path:
        return self.folder / f"{kept}.sqlite3"

    def has(self, kept: str) -> bool:
        return self._file(kept).exists()

    def take(self, kept: str) -> None:
        self.empty()
        shutil.copyfile(self._file(kept), self.connection.settings_dict["NAME"])

    def keep(self, stage: str, kept: str) -> None:
        for old in self.folder.glob(f"{stage}-*"):
            old.unlink()
        # Whole or not there at all, also where this process is stopped.
        half = self.folder / f"{stage}-half"
        with self.connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(half)])
        half.rename(self._file(kept))

    def empty(self) -> None:
        self.connection.close()
        for end in ("", "-wal", "-shm"):
            Path(f"{self.connection.settings_dict['NAME']}{end}").unlink(missing_ok=True)

    def drop(self) -> None:
        self.empty()


class PostgresShelf:
    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        # Databases are made and dropped from another one that is always there.
        self.admin = connection.copy(NO_DB_ALIAS)
        self.admin.settings_dict["NAME"] = "postgres"

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self.admin.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('camtree_kept'))")
        try:
            yield
        finally:
            # The lock ends with the connection.
            self.admin.close()

    def _database(self, kept: str) -> str:
        return f"camtree_kept_{kept}"

    def _run(self, statement: str, *databases: str) -> None:
        with self.admin.cursor() as cursor:
            cursor.execute(statement.format(*map(self.admin.ops.quote_name, databases)))

    def has(self, kept: str) -> bool:
        with self.admin.cursor() as cursor:
            cursor.execute("SELECT FROM pg_database WHERE datname = %s", [self._database(kept)])
            return cursor.fetchone() is not None

    def take(self, kept: str) -> None:
        self.drop()
        self._run("CREATE DATABASE {} TEMPLATE {}", self.connection.settings_dict["NAME"], self._database(kept))

    def keep(self, stage: str, kept: str) -> None:
        with self.admin.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self._database(stage)}-%"])
            old = [name for (name,) in cursor.fetchall()]
        for name in old:
            self._run("DROP DATABASE {} WITH (FORCE)", name)
        # Nobody else may be connected to a database that is copied.
        self.connection.close()
        template = self.connection.settings_dict["NAME"]
        self._run("CREATE DATABASE {} TEMPLATE {} ALLOW_CONNECTIONS false", self._database(kept), template)

    def empty(self) -> None:
        self.drop()
        self._run("CREATE DATABASE {}", self.connection.settings_dict["NAME"])

    def drop(self) -> None:
        self.connection.close()
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.connection.settings_dict["NAME"])


def shelf_of(connection: BaseDatabaseWrapper, folder: Path) -> Shelf:
    return PostgresShelf(connection) if connection.vendor == "postgresql" else SqliteShelf(connection, folder)


def set_up(shelf: Shelf, stages: Sequence[Stage]) -> None:
    """The database of the tests as after the last of the stages: copied, or made and kept."""
    names = {stage: f"{stage.name}-{stage.digest()}" for stage in stages}
    missing: list[Stage] = []
    with shelf.alone():
        for stage in reversed(stages):
            if shelf.has(names[stage]) and stage.is_whole():
                shelf.take(names[stage])
                break
            missing.append(stage)
        else:
            shelf.empty()
        for stage in reversed(missing):
            stage.make()
            shelf.keep(stage.name, names[stage])

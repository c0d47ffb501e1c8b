import contextlib
import fcntl
import hashlib
import io
import json
import logging
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader

# Seconds for which static files of releases before this one stay: kept pages and open ones name them.
STATIC_KEPT = 30 * 86400


class Command(BaseCommand):
    help = (
        "Bring this checkout up to date, in one go and as often as you like: message catalogues, database, site, "
        "static files and, with --demo, the demo."
    )
    # The database may not be there yet.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="load the demo as well")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verbosity"] < 2:
            logging.disable(logging.INFO)  # a line for every page that is made would bury the rest
        with alone():
            refuse_foreign_database()
            self.step("message catalogues", "compile_catalogues")
            self.step("database", "migrate", interactive=False)
            self.step("site", "setup_site")
            if not settings.DEBUG:
                self.collect_static()
            if options["demo"]:
                self.step("demo", "load_demo")

    def step(self, name: str, command: str, **options: Any) -> None:
        self.stdout.write(f"  {name:<20}", ending="")
        self.stdout.flush()
        start = time.monotonic()
        said = io.StringIO()
        try:
            with contextlib.redirect_stdout(said):
                call_command(command, stdout=said, verbosity=1, **options)
        except BaseException:
            self.stdout.write("failed")
            self.stderr.write(said.getvalue())
            raise
        self.stdout.write(f"ready ({time.monotonic() - start:.1f} s)")

    def collect_static(self) -> None:
        """Hashing and compressing a few thousand files takes long: done only when one of them changed."""
        stamp = Path(settings.STATIC_ROOT) / ".collected"
        state = static_state()
        if stamp.exists() and stamp.read_text() == state:
            return
        # Nothing is cleared: running processes and kept pages still name the files of the release before.
        self.step("static files", "collectstatic", interactive=False)
        remove_old_static(Path(settings.STATIC_ROOT), time.time())
        stamp.write_text(state)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Nobody else prepares meanwhile: whoever comes second waits, and then finds everything done."""
    if connection.vendor == "postgresql":
        # On a connection of its own, because the lock ends with it.
        holding = connection.copy()
        try:
            with holding.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(hashtext('camtree prepare'))")
            yield
        finally:
            holding.close()
        return
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "prepare.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def remove_old_static(root: Path, now: float) -> int:
    """Delete collected files that no release has named for STATIC_KEPT. Number of files.

    `.releases` holds which files the last release names, and when each of the others was named last: until now, where
    the release before this one did.
    """
    manifest = root / "staticfiles.json"
    if not manifest.exists():
        return 0
    record = root / ".releases"
    present = set(json.loads(manifest.read_text())["paths"].values())
    held = json.loads(record.read_text()) if record.exists() else {"present": [], "named": {}}
    named: dict[str, float] = held["named"] | dict.fromkeys(held["present"], now)
    removed = 0
    for name in [name for name, last in named.items() if now - last > STATIC_KEPT and name not in present]:
        del named[name]
        for path in (root / name, root / f"{name}.gz", root / f"{name}.br"):
            removed += path.exists()
            path.unlink(missing_ok=True)
    others = {name: last for name, last in named.items() if name not in present}
    record.write_text(json.dumps({"present": sorted(present), "named": others}))
    return removed


def refuse_foreign_database() -> None:
    """Raise CommandError, with what to do, where a migration of ours has run that this code does not have.

    Such a database comes from before migrations were written anew, or from code that is newer than this: migrating it
    would break it halfway.
    """
    loader = MigrationLoader(connection)
    ours = {config.label for config in apps.get_app_configs() if is_ours(config)}
    unknown = sorted(key for key in loader.applied_migrations if key[0] in ours and key not in loader.disk_migrations)
    if unknown:
        raise CommandError(
            f"This database was made by another version of CamTREE: it has run the migration {'.'.join(unknown[0])}, "
            "which this version does not have. Nothing was changed. Make a new database (on a trial machine: move var/ "
            "away), or go on with the version that made it; CHANGELOG.md says more."
        )


def is_ours(config: AppConfig) -> bool:
    """Whether an app lies in this checkout and was not installed."""
    path = Path(config.path)
    return settings.BASE_DIR in path.parents and "site-packages" not in path.parts


def static_state() -> str:
    """A digest of the names, sizes and dates of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()

import contextlib
import hashlib
import io
import logging
import time
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader


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
        self.step("static files", "collectstatic", interactive=False, clear=True)
        stamp.write_text(state)


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

"""Libraries of many reports to measure in, each made once and kept in `var/bench/`, by a digest of what makes them.

A larger one grows out of a smaller one. On PostgreSQL they are databases of one server that is kept, on SQLite folders.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.postgres import Postgres, postgres
from tests.bench.server import ROOT
from tests.kept import digest_of

KEPT = ROOT / "var" / "bench"
# What the rows of a library are made from, the search among it.
MADE_FROM = (
    "demo/**/*", "home/starter/**/*", "research/library/**/*.py", "site/camtree/search/**/*.py",
    "site/camtree/vocabularies/*", "*/migrations/*.py", "site/camtree/*/migrations/*.py",
    "tests/bench/relevance/library.py", "tests/bench/relevance/works/*", "requirements.txt",
)  # fmt: skip
DEMO, JUDGED = "demo", "judged"


def digest() -> str:
    """The name of the folder of everything that is made from the same files."""
    found = {file for pattern in MADE_FROM for file in ROOT.glob(pattern) if file.is_file()}
    return digest_of(file for file in found if "__pycache__" not in file.parts)


@dataclass(frozen=True)
class Library:
    """One that is there: its environment, and what making it took."""

    vendor: str
    size: int
    environment: dict[str, str]
    made: dict[str, Any]


@dataclass(frozen=True)
class Shelf:
    """Libraries on one kind of database. `copy` makes a database out of another, `environment` says how to reach it."""

    vendor: str
    folder: Path
    log: Path
    environment: Callable[[str], dict[str, str]]
    copy: Callable[[str, str], object]

    def library(self, size: int, smaller: Sequence[int]) -> Library:
        """That of so many works, made now where there is none, out of the largest that is smaller."""
        self.demo()
        name = f"library_{size}"
        if not self._is_begun(name):
            self._begin(name, next((f"library_{one}" for one in reversed(smaller) if one < size), DEMO))
        if not self._note(name).is_file():
            self._finish(name, self._run(name, "-m", "tests.bench.make_library", str(size)))
        return Library(self.vendor, size, self.environment(name), json.loads(self._note(name).read_text()))

    def judged(self) -> Library:
        """The demo with the works of `tests.bench.relevance`."""
        self.demo()
        if not self._is_begun(JUDGED):
            self._begin(JUDGED, DEMO)
        if not self._note(JUDGED).is_file():
            self._finish(JUDGED, self._run(JUDGED, "-m", "tests.bench.make_library", JUDGED))
        return Library(self.vendor, 0, self.environment(JUDGED), {})

    def demo(self) -> Library:
        """The demo alone, which all others begin with."""
        if not self._note(DEMO).is_file():
            if not self._is_begun(DEMO):
                self._begin(DEMO, "")
            self._run(DEMO, "manage.py", "prepare", "--demo")
            self._finish(DEMO, "{}")
        return Library(self.vendor, 0, self.environment(DEMO), {})

    def _note(self, name: str) -> Path:
        return self.folder / f"{self.vendor}-{name}.json"

    def _is_begun(self, name: str) -> bool:
        return self._note(name).with_suffix(".begun").is_file()

    def _begin(self, name: str, source: str) -> None:
        self.copy(source, name)
        self._note(name).with_suffix(".begun").touch()

    def _finish(self, name: str, told: str) -> None:
        self._note(name).write_text(told)

    def _run(self, name: str, *words: str) -> str:
        with self.log.open("ab") as said:
            environment = os.environ | self.environment(name)
            done = subprocess.run([sys.executable, *words], cwd=ROOT, env=environment, check=True, text=True,
                                  stdout=subprocess.PIPE, stderr=said)  # fmt: skip
        return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""


def _settings(folder: Path, **more: str) -> dict[str, str]:
    return {
        "CAMTREE_VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "camtree.settings.dev", "DEBUG": "0",
        "CAMTREE_DEMO": "1", "PAGE_CACHE_SECONDS": "0", **more,
    }  # fmt: skip


def kept_folder() -> Path:
    """The folder of the libraries that today's files make; those of other files are gone from it."""
    folder = KEPT / digest()
    folder.mkdir(parents=True, exist_ok=True)
    for other in KEPT.iterdir():
        if other != folder:
            shutil.rmtree(other)
    return folder


@contextmanager
def on_postgres(folder: Path, log: Path, cache: str) -> Iterator[tuple[Shelf, Postgres]]:
    """Libraries on PostgreSQL, whose server runs meanwhile."""
    with postgres(folder / "postgres") as server:

        def environment(name: str) -> dict[str, str]:
            return _settings(folder / "postgres-files", DATABASE_URL=server.address(name), CACHE_URL=cache)

        def copy(source: str, name: str) -> None:
            server.drop_database(name)
            server.make_database(name, template=source)

        yield Shelf("PostgreSQL", folder, log, environment, copy), server


def on_sqlite(folder: Path, log: Path, cache: str) -> Shelf:
    """Libraries on SQLite, each in a folder with the files of its demo."""

    def environment(name: str) -> dict[str, str]:
        place = folder / f"sqlite-{name}"
        return _settings(place, DATABASE_URL=f"sqlite:///{place}/camtree.sqlite3", CACHE_URL=cache)

    def copy(source: str, name: str) -> None:
        place = folder / f"sqlite-{name}"
        shutil.rmtree(place, ignore_errors=True)
        if source:
            shutil.copytree(folder / f"sqlite-{source}", place)
        else:
            place.mkdir()

    return Shelf("SQLite", folder, log, environment, copy)

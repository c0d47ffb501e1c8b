"""The parts of a server, each a process of its own that can be stopped and started again."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.postgres import Postgres
from tests.bench.server import ROOT


@dataclass
class Process:
    """Something that is started anew by the same words."""

    words: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    log: Path | None = None
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        said = self.log.open("ab") if self.log else subprocess.DEVNULL
        self.running = subprocess.Popen(
            self.words, cwd=ROOT, env=os.environ | self.environment, stdout=said, stderr=said
        )

    def stop(self) -> None:
        """As a machine that is turned off."""
        if self.running is not None:
            self.running.kill()
            self.running.wait(timeout=30)
            self.running = None


@dataclass(frozen=True)
class Part:
    """What is stopped in a round, and how it comes back."""

    name: str
    stop: Callable[[], None]
    start: Callable[[], None]


def restart(database: Postgres) -> Part:
    """PostgreSQL, which is stopped without waiting for anybody."""
    return Part("PostgreSQL", database.stop, database.start)


def python(*words: str) -> list[str]:
    return [sys.executable, *words]

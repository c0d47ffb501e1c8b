"""The product, as the benchmark speaks to it: a process that knows our models and is told one deed after the other."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.server import ROOT


@dataclass(frozen=True)
class Product:
    """`python -m tests.bench.inside`, running."""

    process: subprocess.Popen[str]

    def ask(self, deed: str, **words: Any) -> Any:
        """What it answers to a deed of `tests.bench.inside`. Raises RuntimeError where it ended instead."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([deed, words]) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process that knows the models ended when it was told: {deed}")
        return json.loads(line)

    def forget(self) -> None:
        """What a publish does, and more: nothing of what was kept is there any longer."""
        self.ask("forget")


@contextmanager
def product(environment: dict[str, str], log: Path) -> Iterator[Product]:
    """What it says besides its answers goes to `log`."""
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.inside"],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
    try:
        yield Product(process)
    finally:
        process.terminate()
        process.communicate(timeout=30)

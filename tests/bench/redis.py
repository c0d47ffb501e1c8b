"""A Redis of our own on a free loopback port, gone afterwards: the cache of all workers, as production has it."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.postgres import free_port


@dataclass(frozen=True)
class Redis:
    """A running server that keeps nothing on disk."""

    port: int

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def ask(self, command: str) -> str:
        """The first line that it answers. Raises OSError where it does not."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as line:
            line.sendall(f"{command}\r\n".encode())
            return line.makefile().readline().strip()

    def forget(self) -> None:
        """Empty all of it."""
        self.ask("FLUSHALL")


@contextmanager
def redis() -> Iterator[Redis]:
    """An empty server. Raises SystemExit with a sentence where its program is missing or does not start."""
    program = shutil.which("redis-server")
    if program is None:
        raise SystemExit("The benchmark needs Redis, as production has it: install the package redis-server.")
    with tempfile.TemporaryDirectory(prefix="camtree-bench-") as folder:
        server = Redis(free_port())
        process = subprocess.Popen(
            [program, "--bind", "127.0.0.1", "--port", str(server.port), "--dir", folder, "--save", ""],
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait_for(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(timeout=30)


def _wait_for(server: Redis, process: subprocess.Popen[bytes]) -> None:
    start = time.perf_counter()
    while True:
        try:
            server.ask("PING")
            return
        except OSError:
            if process.poll() is not None or time.perf_counter() - start > 30:
                raise SystemExit("The Redis of the benchmark did not start.") from None
            time.sleep(0.02)

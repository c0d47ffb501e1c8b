"""A gunicorn of two workers, as a public server has it."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.bench.postgres import free_port
from tests.bench.processes import children, cpu_of_children, memory_of

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Answer:
    """What came back: the text as it travelled, and whether the page cache had it ("hit", "miss", else "")."""

    body: bytes
    x_cache: str


@dataclass(frozen=True)
class Server:
    """A running server; `cold_start` is the time from its start to its first answer, in seconds."""

    port: int
    pid: int
    cold_start: float

    def cpu(self) -> float:
        """Seconds of CPU that all workers have used so far."""
        return cpu_of_children(self.pid)

    def memory(self) -> float:
        """MiB that the largest worker takes."""
        return max(memory_of(pid) for pid in children(self.pid))

    def get(self, address: str, session: str = "", encoding: str = "gzip") -> Answer:
        """One request on a connection of its own. Raises RuntimeError where the answer is not 200."""
        path = quote(address, safe="/?=&%")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        # Who signed in by a form has the cookie of its token, too.
        signed_in = {"Cookie": f"sessionid={session}; csrftoken={'t' * 32}"} if session else {}
        connection.request("GET", path, headers={"Accept-Encoding": encoding, **signed_in})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status} {answer.headers.get('Location', '')}")
        return Answer(body, answer.headers.get("X-Cache", ""))


@contextmanager
def serving(
    application: str,
    environment: dict[str, str],
    probe: str,
    log: Path,
    *,
    threads: int = 1,
    python: str = sys.executable,
    folder: Path = ROOT,
) -> Iterator[Server]:
    """Two gunicorn workers with `application` of `folder`, ready when `probe` answers. What they say goes to `log`."""
    port, start = free_port(), time.perf_counter()
    with log.open("ab") as said:
        process = subprocess.Popen(
            [python, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", str(threads),
             "--preload", "--log-level", "error", "--no-control-socket", application],
            cwd=folder,
            env=os.environ | environment,
            stdout=said,
            stderr=said,
        )  # fmt: skip
    try:
        while True:
            try:
                Server(port, process.pid, 0).get(probe)
                break
            except (OSError, RuntimeError):
                if process.poll() is not None or time.perf_counter() - start > 120:
                    raise RuntimeError(f"the server of {application} did not start") from None
                time.sleep(0.02)
        yield Server(port, process.pid, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(timeout=30)

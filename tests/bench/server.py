"""A gunicorn of two workers, and what it costs to answer."""

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.bench.postgres import free_port

ROOT = Path(__file__).parents[2]
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What one kind of page costs: milliseconds of CPU and of waiting for one request, and requests a second."""

    cpu_ms: float
    p50_ms: float
    per_second: float


@dataclass
class Server:
    """A running server; `cold_start` is the time from its start to its first answer, in seconds."""

    port: int
    pid: int
    cold_start: float

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        return [int(pid) for pid in children]

    def cpu(self) -> float:
        """Seconds of CPU that all workers have used."""
        total = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        return total / TICKS

    def memory(self) -> float:
        """Proportional set size of the largest worker, in MiB."""
        sizes = []
        for pid in self.workers():
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    sizes.append(int(line.split()[1]) / 1024)
        return max(sizes)

    def measure(self, address: str, requests: int, session: str = "") -> Cost:
        """Ask for one page: first one after the other, then by four clients at once; signed in with `session`."""
        path = quote(address, safe="/?=&%")
        with ThreadPoolExecutor(4) as clients:  # so that each worker has answered before it is measured
            list(clients.map(lambda _n: get(self.port, path, session), range(16)))
        times = []
        for _one in range(40):
            start = time.perf_counter()
            get(self.port, path, session)
            times.append(time.perf_counter() - start)
        before, start = self.cpu(), time.perf_counter()
        with ThreadPoolExecutor(4) as clients:
            list(clients.map(lambda _n: get(self.port, path, session), range(requests)))
        seconds = time.perf_counter() - start
        return Cost((self.cpu() - before) / requests * 1000, statistics.median(times) * 1000, requests / seconds)


def get(port: int, path: str, session: str = "") -> None:
    """One request on a connection of its own. Raises RuntimeError where the answer is not 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    # Who signed in by a form has the cookie of its token, too.
    signed_in = {"Cookie": f"sessionid={session}; csrftoken={'t' * 32}"} if session else {}
    connection.request("GET", path, headers={"Accept-Encoding": "gzip", **signed_in})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")


@contextmanager
def serving(application: str, environment: dict[str, str], probe: str, threads: int = 1) -> Iterator[Server]:
    """Two gunicorn workers with `application`, ready when `probe` answers."""
    port = free_port()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", str(threads),
         "--preload", "--log-level", "error", "--no-control-socket", application],
        cwd=ROOT,
        env=os.environ | environment,
    )  # fmt: skip
    try:
        while True:
            try:
                get(port, probe)
                break
            except (ConnectionError, OSError, RuntimeError):
                if process.poll() is not None or time.perf_counter() - start > 60:
                    raise SystemExit("The server to be measured did not start.") from None
                time.sleep(0.02)
        yield Server(port, process.pid, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(timeout=30)

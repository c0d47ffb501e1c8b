"""A server of the demo, prepared by the same command as `make demo`."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[3]


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving_demo(var: Path, variables: Mapping[str, str]) -> Iterator[str]:
    """Address of a running demo, without a slash at its end. It keeps what it makes in `var`.

    Raises RuntimeError with the end of the server's log where it does not come up.
    """
    port = free_port()
    # Files stay local: pages may ask no other host, and a bucket on loopback is one.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("S3_")}
    if address := environment.get("CACHE_URL"):
        # Workers of the suite have the first databases of a Redis and clear them between tests.
        environment["CACHE_URL"] = urlsplit(address)._replace(path="/15").geturl()
    environment |= {
        "DJANGO_SETTINGS_MODULE": "camtree.settings.dev",
        "CAMTREE_VAR_DIR": str(var),
        "CAMTREE_DEMO": "1",
        "DEBUG": "0",
        "PORT": str(port),
        **variables,
    }
    with (var / "server.log").open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:demo.serving", "camtree.wsgi"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, server, var / "server.log")
            yield address
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    """Wait for as long as the server works on its start: a busy machine takes many times what a quiet one does."""
    patience = Patience(seconds=120, begun=time.monotonic())
    while patience.lasts(time.monotonic(), (log.stat().st_size, processor_time(server.pid))):
        if server.poll() is not None:
            raise RuntimeError(f"The demo did not start:\n{log.read_text()[-4000:]}")
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(1)
    raise RuntimeError(f"The demo was not ready and did nothing for two minutes:\n{log.read_text()[-4000:]}")


@dataclass
class Patience:
    """Ends when nothing has changed for `seconds`."""

    seconds: float
    begun: float
    seen: object = None

    def lasts(self, now: float, progress: object) -> bool:
        """Whether to wait on at the time `now`, where `progress` is anything that changes while work is done."""
        if progress != self.seen:
            self.seen, self.begun = progress, now
        return now - self.begun < self.seconds


def processor_time(pid: int) -> list[str]:
    """What a process has used of the processor, in ticks for itself and the system; empty where nobody tells."""
    told = Path(f"/proc/{pid}/stat")
    # The name of the program stands in brackets and may hold anything.
    return told.read_text().rpartition(")")[2].split()[11:13] if told.exists() else []


def places_of(address: str) -> dict[str, str]:
    """Parts of addresses that the demo decides: first module and lesson of the course, the collection in Arabic."""

    def first(page: str, pattern: str) -> str:
        with urllib.request.urlopen(address + page, timeout=30) as answer:
            match = re.search(pattern, answer.read().decode())
        assert match, f"{page} has no link such as {pattern}"
        return match[1]

    course = "/en/learning/research-lesson-study-first-steps/"
    return {
        "module": (module := first(course, rf'href="{course}([a-z0-9-]+)/')),
        "lesson": first(f"{course}{module}/", rf'href="{course}{module}/([a-z0-9-]+)/"'),
        "collection": first("/ar/research/collections/", r'href="/ar/research/collections/([^/"]+)/"'),
    }

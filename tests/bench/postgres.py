"""A PostgreSQL of our own on a free loopback port, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.processes import cpu_of_children


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def programs() -> Path:
    """Folder of the newest PostgreSQL programs. Raises SystemExit with a sentence where there are none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    if initdb := shutil.which("initdb"):
        return Path(initdb).parent
    raise SystemExit("The benchmark needs PostgreSQL's programs (initdb, pg_ctl): install the package postgresql.")


@dataclass(frozen=True)
class Postgres:
    """A running server; `pid` is its first process, which starts one for each connection."""

    port: int
    pid: int
    folder: Path

    def make_database(self, name: str, template: str = "") -> str:
        """Address of a new database, empty or a copy of the one named."""
        self._run("createdb", *(["--template", template] if template else []), name)
        return self.address(name)

    def address(self, name: str) -> str:
        return f"postgres://camtree@127.0.0.1:{self.port}/{name}"

    def drop_database(self, name: str) -> None:
        """Where there is one."""
        self._run("dropdb", "--if-exists", "--force", name)

    def stop(self, mode: str = "immediate") -> None:
        """As where its machine is turned off; `fast` leaves nothing to be made up for at the next start."""
        _run("pg_ctl", "stop", "--silent", "--mode", mode, "--pgdata", str(self.folder / "data"))

    def start(self) -> None:
        """Start it again, with what it held."""
        # Its timer would work while pages are measured: `tidy` does the same between them.
        options = f"-h 127.0.0.1 -p {self.port} -c unix_socket_directories= -c max_connections=60 -c autovacuum=off"
        _run("pg_ctl", "start", "--silent", "--wait", "--pgdata", str(self.folder / "data"),
             "--log", str(self.folder / "log"), "--options", options)  # fmt: skip

    def tidy(self) -> None:
        """What its own timer does on a server that has run for a while: statistics, and room where rows were."""
        self._run("vacuumdb", "--analyze", "--all", "--quiet")

    def cpu(self) -> float:
        """Seconds of CPU that all connections have used so far."""
        return cpu_of_children(self.pid)

    def _run(self, program: str, *words: str) -> None:
        _run(program, "--host", "127.0.0.1", "--port", str(self.port), "--username", "camtree", *words)


def _run(program: str, *words: str) -> None:
    # PostgreSQL refuses to run as root.
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    command = [*prefix, str(programs() / program), *words]
    environment = os.environ | {"PGOPTIONS": "-c client_min_messages=warning"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/", env=environment)


@contextmanager
def postgres(kept: Path | None = None) -> Iterator[Postgres]:
    """A server without databases of ours; one that stays in the folder `kept`, with what it held there before."""
    folder, port = kept or Path(tempfile.mkdtemp(prefix="camtree-bench-")), free_port()
    folder.mkdir(exist_ok=True)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    if not (data / "PG_VERSION").is_file():
        _run("initdb", "--pgdata", str(data), "--username", "camtree", "--auth", "trust", "--encoding", "UTF8",
             "--locale", "C.UTF-8", "--no-sync")  # fmt: skip
    Postgres(port, 0, folder).start()
    server = Postgres(port, int((data / "postmaster.pid").read_text().split()[0]), folder)
    try:
        yield server
    finally:
        server.stop("fast" if kept else "immediate")
        if not kept:
            shutil.rmtree(folder, ignore_errors=True)

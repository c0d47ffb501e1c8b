"""A PostgreSQL of our own on a free loopback port, gone afterwards."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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


def _run(*command: str) -> None:
    # PostgreSQL refuses to run as root.
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*prefix, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def postgres() -> Iterator[str]:
    """Address of an empty database."""
    folder, port, where = Path(tempfile.mkdtemp(prefix="camtree-bench-")), free_port(), programs()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    _run(str(where / "initdb"), "--pgdata", data, "--username", "camtree", "--auth", "trust", "--encoding", "UTF8",
         "--locale", "C.UTF-8", "--no-sync")  # fmt: skip
    _run(str(where / "pg_ctl"), "start", "--silent", "--wait", "--pgdata", data, "--log", str(folder / "log"),
         "--options", f"-h 127.0.0.1 -p {port} -k {folder} -c max_connections=60")  # fmt: skip
    try:
        _run(str(where / "createdb"), "--host", "127.0.0.1", "--port", str(port), "--username", "camtree", "camtree")
        yield f"postgresql://camtree@127.0.0.1:{port}/camtree"
    finally:
        _run(str(where / "pg_ctl"), "stop", "--silent", "--mode", "immediate", "--pgdata", data)
        shutil.rmtree(folder, ignore_errors=True)

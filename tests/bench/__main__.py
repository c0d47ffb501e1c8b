"""`make bench`: what pages cost, as ratios to two floors measured beside them on the same machine.

`PAGES=search` measures large libraries, and nothing else does (`tests.bench.search`). `PAGES=…` measures some, and
nothing else; `PEER=…` puts a peer beside them. What the figures mean stands in
docs/decisions/0013-what-the-benchmark-measures.md.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.bench import search, uploads
from tests.bench.bench import Bench
from tests.bench.meter import Meter
from tests.bench.pages import PAGES, Page, chosen
from tests.bench.peer import beside, peer_at, serving_peer
from tests.bench.postgres import postgres
from tests.bench.product import product
from tests.bench.redis import redis
from tests.bench.server import ROOT, serving
from tests.bench.table import Figure, Table
from tests.bench.whole import many_learners, memory

LEARNERS = int(os.environ.get("BENCH_LEARNERS", "100"))
REPORTS = 1000
MOST_COLD = 3.0
# Columns and how wide they are.
LOOK = {"queries": 13, "CPU ms": 8, "× ten": 14}
COLUMNS = [
    ("first look", LOOK),
    ("again", LOOK),
    ("page cache", {"CPU ms": 8, "× bare": 14}),
]


def main() -> int:
    """The exit code: 1 where a limit was missed."""
    start, words = time.monotonic(), os.environ.get("PAGES", "").lower()
    is_uploads = uploads.is_asked_for(words.strip())
    is_search = words.strip() == search.NAME
    pages = [] if is_search or words.strip() == uploads.NAME else chosen(PAGES, words)
    checkout = peer_at(os.environ.get("PEER", ""))
    table = Table(search.COLUMNS if is_search else COLUMNS)
    with tempfile.TemporaryDirectory(prefix="camtree-bench-") as folder:
        log = Path(folder) / "log"
        log.touch()
        try:
            if is_search:
                search.measure_search(table, log)
            else:
                run(table, pages, checkout, log, is_whole=len(pages) == len(PAGES), is_uploads=is_uploads)
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            print("\n".join(log.read_text(errors="replace").splitlines()[-30:]), file=sys.stderr)
            raise SystemExit(f"The benchmark broke off: {error}") from error
    code = table.verdict()
    print(f"Measured in {time.monotonic() - start:.0f} s.")
    return code


def run(
    table: Table, pages: Sequence[Page], checkout: Path | None, log: Path, *, is_whole: bool, is_uploads: bool
) -> None:
    """Start everything, and measure."""
    with ExitStack() as running:
        database, cache = running.enter_context(postgres()), running.enter_context(redis())
        environment = {
            "DATABASE_URL": database.make_database("camtree"),
            "CACHE_URL": cache.address,
            "CAMTREE_VAR_DIR": str(log.parent / "var"),
            "DJANGO_SETTINGS_MODULE": "camtree.settings.dev",
            "DEBUG": "0",
            "CAMTREE_DEMO": "1",
        }
        with log.open("ab") as said:
            prepare = [sys.executable, "manage.py", "prepare", "--demo"]
            subprocess.run(prepare, cwd=ROOT, env=os.environ | environment, check=True, stderr=said)
        plain, cached = environment | {"PAGE_CACHE_SECONDS": "0"}, environment | {"PAGE_CACHE_SECONDS": "600"}
        inside = running.enter_context(product(plain, log))
        people = inside.ask("people")
        peer = None
        if is_uploads:
            waiting = plain | {"TASK_WORKER": "1"}  # as where a worker runs beside it
            with serving("camtree.wsgi:application", waiting, "/healthz", log) as server:
                uploads.measure_uploads(table, server, inside, log.parent)
        if not pages:
            return
        if checkout:
            peer = running.enter_context(serving_peer(checkout, database, running.enter_context(redis()), log))
        database.tidy()
        servers = [
            running.enter_context(serving("tests.bench.floor:application", environment, "/bare/", log)),
            running.enter_context(serving("camtree.wsgi:application", plain, "/healthz", log)),
            running.enter_context(serving("camtree.wsgi:application", cached, "/healthz", log)),
        ]
        bench = Bench(table, inside, people, *(Meter(server, database) for server in servers))
        print()
        table.head()
        bench.floors()
        ours = bench.measure(pages, f"{inside.ask('count_reports')} reports", are_many=False)
        inside.ask("add_reports", number=REPORTS)
        database.tidy()
        bench.measure(pages, f"{inside.ask('count_reports')} reports", are_many=True)
        if peer:
            beside(peer, bench, ours)
        table.part("beside the pages")
        starts = [server.cold_start for server in servers[1:]]
        if is_whole:
            memory(table, servers[2])
            starts.append(many_learners(table, inside, LEARNERS, plain, log))
        table.fact("cold start to the first answer", Figure(min(starts), MOST_COLD, 1), "s")


if __name__ == "__main__":
    raise SystemExit(main())

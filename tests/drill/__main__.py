"""Two hundred ask for twenty places, a hundred answer a quiz, fifty write at drafts; a part is stopped, and comes back.

Then the database is counted: nothing that was acknowledged is lost, and no place is given twice. Needs the programs of
PostgreSQL and Redis, as `make bench` does.
"""

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from random import shuffle
from typing import Any

from tests.bench.postgres import free_port, postgres
from tests.bench.product import Product, product
from tests.bench.server import ROOT, serving
from tests.drill.parts import Part, Process, python, restart
from tests.drill.people import PLACES, Told, answer, register, write
from tests.parts import fake_smtp

JOINERS, LEARNERS, AUTHORS = 200, 100, 50
# Seconds until the part is stopped, and until it is back.
BEFORE, AWAY = 1.5, 4.0
HEAD = f"{'stopped':<12}{'refused':>9}{'slowest s':>11}{'gave up':>9}{'places':>8}{'twice':>7}{'lost':>6}{'seconds':>9}"


def main() -> int:
    """The exit code: 1 where something was lost, given twice or never taken."""
    with tempfile.TemporaryDirectory(prefix="camtree-drill-") as folder, ExitStack() as running:
        log = Path(folder) / "log"
        log.touch()
        try:
            faults = drill(running, log)
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            print("\n".join(log.read_text(errors="replace").splitlines()[-30:]), file=sys.stderr)
            raise SystemExit(f"The drill broke off: {error}") from error
    print("Nothing was lost, and no place was given twice." if not faults else f"Faults: {faults}.")
    return 1 if faults else 0


def drill(running: ExitStack, log: Path) -> int:
    """Start everything, and stop one part after the other. Number of faults."""
    database, redis_port, s3_port = running.enter_context(postgres()), free_port(), free_port()
    environment = {
        "DATABASE_URL": database.make_database("camtree"),
        "CACHE_URL": f"redis://127.0.0.1:{redis_port}",
        "CAMTREE_VAR_DIR": str(log.parent / "var"),
        "DJANGO_SETTINGS_MODULE": "camtree.settings.dev",
        "DEBUG": "0",
        "TASK_WORKER": "1",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_SECURITY": "none",
        "SMTP_PORT": str(running.enter_context(fake_smtp())),
        "S3_BUCKET": "public",
        "S3_PRIVATE_BUCKET": "private",
        "S3_ENDPOINT_URL": f"http://127.0.0.1:{s3_port}",
        "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "secret",
        "S3_PATH_STYLE": "1",
        "S3_REGION": "eu-west-2",
    }
    redis = Process(["redis-server", "--bind", "127.0.0.1", "--port", str(redis_port), "--save", ""], log=log)
    s3 = Process([str(Path(sys.executable).with_name("moto_server")), "-H", "127.0.0.1", "-p", str(s3_port)], log=log)
    worker = Process(python("manage.py", "db_worker"), environment, log)
    for process in (redis, s3):
        process.start()
        running.callback(process.stop)
    with log.open("ab") as said:
        subprocess.run(python("manage.py", "prepare"), cwd=ROOT, env=os.environ | environment, check=True, stderr=said)
    worker.start()
    running.callback(worker.stop)
    parts = [
        Part("nothing", lambda: None, lambda: None),
        *(Part(name, process.stop, process.start) for name, process in
          (("Redis", redis), ("S3", s3), ("worker", worker))),
        restart(database),
    ]  # fmt: skip
    inside = running.enter_context(product(environment, log))
    names = [part.name for part in parts]
    places = inside.ask("drill_places", registering=JOINERS, answering=LEARNERS, saving=AUTHORS, rounds=names)
    server = running.enter_context(serving("camtree.wsgi:application", environment, "/healthz", log, threads=8))
    print(HEAD)
    return sum(round_of(part, turn, server.port, places, inside) for turn, part in enumerate(parts, start=1))


def round_of(part: Part, turn: int, port: int, places: dict[str, Any], inside: Product) -> int:
    """All people at once, and the part stopped meanwhile. Number of faults."""
    group, start = places["groups"][part.name], time.monotonic()
    joiners = [partial(register, port, person | {"address": group["address"]}) for person in places["joiners"]]
    learners = [partial(answer, port, person, turn) for person in places["learners"]]
    authors = [partial(write, port, person, turn) for person in places["authors"]]
    deeds = [*joiners, *learners, *authors]
    shuffle(deeds)
    with ThreadPoolExecutor(len(deeds)) as people:
        told = {deed: people.submit(deed) for deed in deeds}
        time.sleep(BEFORE)
        part.stop()
        time.sleep(AWAY)
        part.start()
    heard = {deed: future.result() for deed, future in told.items()}
    held = inside.ask("drill_held", group=group["pk"])
    seconds = time.monotonic() - start
    states = {int(member): rows for member, rows in held["places"].items()}
    given = sum(rows.count("joined") for rows in states.values())
    twice = sum(len(rows) - 1 for rows in states.values())
    lost = sum(1 for deed in joiners if heard[deed].last and heard[deed].key not in states)
    lost += sum(_is_lost(heard[deed], held["answers"]) for deed in learners)
    lost += sum(_is_lost(heard[deed], held["texts"]) for deed in authors)
    gave_up = sum(one.gave_up for one in heard.values())
    print(
        f"{part.name:<12}{sum(one.refused for one in heard.values()):>9}"
        f"{max(one.slowest for one in heard.values()):>11.1f}{gave_up:>9}{given:>8}{twice:>7}{lost:>6}{seconds:>9.0f}",
        flush=True,
    )
    return lost + twice + gave_up + abs(given - PLACES)


def _is_lost(told: Told, held: dict[str, str]) -> bool:
    """Whether the database holds neither what was acknowledged last nor anything that was sent after it."""
    return held.get(str(told.key)) not in {told.last, *told.since}


if __name__ == "__main__":
    raise SystemExit(main())

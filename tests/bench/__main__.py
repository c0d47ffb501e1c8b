"""`make bench`: what pages cost, as ratios to two floors measured in the same run on the same machine."""

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench import load
from tests.bench.postgres import postgres
from tests.bench.server import ROOT, Cost, Server, serving


@dataclass(frozen=True)
class Look:
    """A page that is measured: the most it may cost as a ratio to the ten-query page, and the most queries where a
    number is wanted. `session` is the cookie of who looks; empty for a visitor."""

    name: str
    address: str
    most: float
    most_queries: int = 0
    session: str = ""


VISITS = [
    Look("home", "/en/", 3.0),
    Look("library", "/en/research/", 3.0),
    Look("library, filtered", "/en/research/?phase=primary", 3.0),
    Look("webinars", "/en/webinars/", 3.0),
    Look("leads", "/en/leads/", 3.0),
    Look("search", "/en/search/?q=pupils", 3.0),
    Look("collection", "/en/research/collections/making-space-for-quieter-voices/", 2.0),
    Look("report", "/en/research/reports/who-answers-when-nobody-raises-a-hand/", 2.0),
    Look("course", "/en/learning/research-lesson-study-first-steps/", 2.0),
    Look("webinar", "/en/webinars/interviewing-case-pupils/", 2.0),
    Look("lead", "/en/leads/amina-sarsen/", 2.0),
    Look("insight", "/en/insights/what-makes-room-for-reasons/", 2.0),
]
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "200"))
LEARNERS = int(os.environ.get("BENCH_LEARNERS", "100"))
MOST_FROM_CACHE, MOST_MEMORY, MOST_COLD, MOST_SUBMITTING = 3.0, 160, 3.0, 25


def manage(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=os.environ | environment, check=True)


def told(environment: dict[str, str], module: str, *words: str, said: Any = None) -> Any:
    """What a module of the benchmark prints, in a process of its own that knows our models."""
    answer = subprocess.run(
        [sys.executable, "-m", module, *words],
        cwd=ROOT,
        env=os.environ | environment,
        check=True,
        input=json.dumps(said),
        stdout=subprocess.PIPE,
        text=True,
    )
    return json.loads(answer.stdout.splitlines()[-1])


def row(name: str, number: object, cost: Cost, bare: Cost, ten: Cost, wanted: str = "") -> None:
    print(
        f"{name:<22}{number!s:>8}{cost.cpu_ms:>9.2f}{cost.p50_ms:>9.2f}{cost.per_second:>9.0f}"
        f"{cost.cpu_ms / bare.cpu_ms:>9.1f}{cost.cpu_ms / ten.cpu_ms:>9.2f}  {wanted}",
        flush=True,
    )


def yes(is_kept: bool) -> str:
    return "yes" if is_kept else "NO"


def look_at(server: Server, look: Look, queries: int, bare: Cost, ten: Cost) -> None:
    """Measure a page and print its line."""
    cost = server.measure(look.address, REQUESTS, look.session)
    wanted = f"≤ {look.most} × ten: {yes(cost.cpu_ms / ten.cpu_ms <= look.most)}" if look.most else ""
    if look.most_queries:
        wanted += f"{', ' if wanted else ''}≤ {look.most_queries} queries: {yes(queries <= look.most_queries)}"
    row(look.name, queries, cost, bare, ten, wanted)


def run_of_learners(environment: dict[str, str], people: dict[str, Any]) -> bool:
    """A hundred learners at once, with repeated and delayed sends; whether all they sent is there, once."""
    # Threads as a real server has them, so that requests do meet in the database.
    with serving("camtree.wsgi:application", environment, "/healthz", threads=8) as server:
        sent = load.run(server.port, people["quiz"], people["sessions"])
    waits = sorted(wait for one in sent for wait in one.waits)
    errors = [error for one in sent for error in one.errors]
    answers = {str(one.learner): one.answers for one in sent}
    found = told(environment, "tests.bench.load", said={"step": people["step"], "answers": answers})
    print(
        f"\n{len(sent)} learners at once: {len(waits)} requests, {sum(one.repeated for one in sent)} sent twice, "
        f"{sum(one.delayed for one in sent)} late; {len(errors)} errors; "
        f"half answered within {waits[len(waits) // 2]:.2f} s, 95 of 100 within {waits[len(waits) * 95 // 100]:.2f} s"
    )
    print(", ".join(f"{number} {name}" for name, number in found.items()))
    for error in errors[:5]:
        print(error)
    everyone = len(sent)
    once = found["attempts"] == found["submitted"] == found["records"] == everyone
    is_whole = once and not (errors or found["lost"] or found["double"])
    print(f"no error, nothing lost, nothing double: {yes(is_whole)}", flush=True)
    return is_whole


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="camtree-bench-") as var, postgres() as database:
        environment = {
            "DATABASE_URL": database,
            "CAMTREE_VAR_DIR": var,
            "DJANGO_SETTINGS_MODULE": "camtree.settings.dev",
            "DEBUG": "0",
            "CAMTREE_DEMO": "1",
            "PAGE_CACHE_SECONDS": "0",
        }
        manage(environment, "prepare", "--demo")
        people = told(environment, "tests.bench.people", str(LEARNERS))
        reader, cohort = people["reader"], people["cohort"]
        looks = [
            *VISITS,
            Look("lesson, learner", reader["lesson"], 2.0, 16, reader["session"]),
            Look("dashboard, learner", reader["dashboard"], 3.0, 18, reader["session"]),
            Look("grid of 200 × 60", cohort["grid"], 0, 15, cohort["session"]),
        ]
        counted = told(environment, "tests.bench.counting", said=[asdict(look) for look in looks])
        print(f"\n{'page':<22}{'queries':>8}{'CPU ms':>9}{'p50 ms':>9}{'req/s':>9}{'× bare':>9}{'× ten':>9}  wanted")
        with serving("tests.bench.floor:application", {"DATABASE_URL": database}, "/bare/") as floor:
            bare, ten = floor.measure("/bare/", REQUESTS * 5), floor.measure("/ten/", REQUESTS * 2)
        row("bare view", 0, bare, bare, ten)
        row("ten queries", 10, ten, bare, ten)
        with serving("camtree.wsgi:application", environment, "/healthz") as server:
            for look in looks:
                look_at(server, look, counted[look.name], bare, ten)
            memory, cold = server.memory(), server.cold_start
        with serving("camtree.wsgi:application", environment | {"PAGE_CACHE_SECONDS": "600"}, "/healthz") as server:
            for look in VISITS[:1] + VISITS[7:8]:
                cost = server.measure(look.address, REQUESTS * 5)
                kept = yes(cost.cpu_ms / bare.cpu_ms <= MOST_FROM_CACHE)
                row(f"{look.name}, from cache", 0, cost, bare, ten, f"≤ {MOST_FROM_CACHE} × bare: {kept}")
        submitting = people["learners"]["submitting"]
        print(f"\nsubmitting a quiz of 30 questions: {submitting} queries, ≤ {MOST_SUBMITTING}: ", end="")
        print(yes(submitting <= MOST_SUBMITTING))
        requests = len(looks) * (REQUESTS + 48)
        print(f"worker memory after {requests} requests: {memory:.0f} MiB (≤ {MOST_MEMORY} wanted)")
        print(f"cold start to the first answer: {cold:.1f} s (≤ {MOST_COLD} wanted)")
        is_whole = run_of_learners(environment, people["learners"])
    if not is_whole:
        raise SystemExit(1)


if __name__ == "__main__":
    main()

"""`make bench`: what pages cost, as ratios to two floors measured in the same run on the same machine."""

import os
import subprocess
import sys
import tempfile

from tests.bench.postgres import postgres
from tests.bench.server import ROOT, Cost, serving

# Kind, address, most ratio to the ten-query page that we want.
PAGES = [
    ("home", "/en/", 3.0),
    ("library", "/en/research/", 3.0),
    ("library, filtered", "/en/research/?phase=primary", 3.0),
    ("webinars", "/en/webinars/", 3.0),
    ("leads", "/en/leads/", 3.0),
    ("search", "/en/search/?q=pupils", 3.0),
    ("collection", "/en/research/collections/making-space-for-quieter-voices/", 2.0),
    ("report", "/en/research/reports/who-answers-when-nobody-raises-a-hand/", 2.0),
    ("course", "/en/learning/research-lesson-study-first-steps/", 2.0),
    ("webinar", "/en/webinars/interviewing-case-pupils/", 2.0),
    ("lead", "/en/leads/amina-sarsen/", 2.0),
    ("insight", "/en/insights/what-makes-room-for-reasons/", 2.0),
]
REQUESTS = int(os.environ.get("BENCH_REQUESTS", "200"))
MOST_FROM_CACHE, MOST_MEMORY, MOST_COLD = 3.0, 160, 3.0


def manage(environment: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=os.environ | environment, check=True)


def queries(environment: dict[str, str]) -> dict[str, int]:
    """Queries of each page, counted in a process of its own with warm caches."""
    code = (
        "import django, json; django.setup()\n"
        "from django.test import Client; from django.db import connection\n"
        "from tests.queries import shapes; from django.test.utils import CaptureQueriesContext\n"
        "from tests.bench.__main__ import PAGES\n"
        "client, found = Client(headers={'host': '127.0.0.1'}), {}\n"
        "for kind, address, _most in PAGES:\n"
        "    client.get(address)\n"
        "    with CaptureQueriesContext(connection) as log: client.get(address)\n"
        "    found[kind] = sum(shapes(log).values())\n"
        "print(json.dumps(found))\n"
    )
    import json

    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=os.environ | environment, check=True, capture_output=True, text=True
    )
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def row(name: str, number: object, cost: Cost, bare: Cost, ten: Cost, wanted: str = "") -> None:
    print(
        f"{name:<22}{number!s:>8}{cost.cpu_ms:>9.2f}{cost.p50_ms:>9.2f}{cost.per_second:>9.0f}"
        f"{cost.cpu_ms / bare.cpu_ms:>9.1f}{cost.cpu_ms / ten.cpu_ms:>9.2f}  {wanted}",
        flush=True,
    )


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
        counted = queries(environment)
        print(f"\n{'page':<22}{'queries':>8}{'CPU ms':>9}{'p50 ms':>9}{'req/s':>9}{'× bare':>9}{'× ten':>9}  wanted")
        with serving("tests.bench.floor:application", {"DATABASE_URL": database}, "/bare/") as floor:
            bare, ten = floor.measure("/bare/", REQUESTS * 5), floor.measure("/ten/", REQUESTS * 2)
        row("bare view", 0, bare, bare, ten)
        row("ten queries", 10, ten, bare, ten)
        with serving("camtree.wsgi:application", environment, "/healthz") as server:
            for kind, address, most in PAGES:
                cost = server.measure(address, REQUESTS)
                kept = "yes" if cost.cpu_ms / ten.cpu_ms <= most else "NO"
                row(kind, counted[kind], cost, bare, ten, f"≤ {most} × ten: {kept}")
            memory, cold = server.memory(), server.cold_start
        with serving("camtree.wsgi:application", environment | {"PAGE_CACHE_SECONDS": "600"}, "/healthz") as server:
            for kind, address, _most in PAGES[:1] + PAGES[7:8]:
                cost = server.measure(address, REQUESTS * 5)
                kept = "yes" if cost.cpu_ms / bare.cpu_ms <= MOST_FROM_CACHE else "NO"
                row(f"{kind}, from cache", 0, cost, bare, ten, f"≤ {MOST_FROM_CACHE} × bare: {kept}")
        print(
            f"\nworker memory after {len(PAGES) * (REQUESTS + 48)} requests: {memory:.0f} MiB (≤ {MOST_MEMORY} wanted)"
        )
        print(f"cold start to the first answer: {cold:.1f} s (≤ {MOST_COLD} wanted)")


if __name__ == "__main__":
    main()

"""What no single page shows: memory after a crawl, submitting a quiz, and a hundred learners at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench import learners
from tests.bench.product import Product
from tests.bench.server import Server, serving
from tests.bench.table import Figure, Table

MOST_MEMORY, MOST_SUBMITTING = 160, 25
PLACE = re.compile(r"<loc>([^<]+)</loc>")


def crawl(server: Server) -> int:
    """Ask for every page of the site map, by four clients at once; how many there are."""
    maps = _places(server, "/sitemap.xml")
    pages = [page for one in maps for page in _places(server, one)]
    with ThreadPoolExecutor(4) as clients:
        list(clients.map(server.get, pages))
    return len(pages)


def _places(server: Server, address: str) -> list[str]:
    text = server.get(address, encoding="identity").body.decode()
    parts = [urlsplit(place) for place in PLACE.findall(text)]
    return [f"{part.path}?{part.query}" if part.query else part.path for part in parts]


def memory(table: Table, server: Server) -> None:
    """The line of the memory that a worker takes when it has shown every public page."""
    pages = crawl(server)
    table.fact(f"memory of a worker after {pages} public pages", Figure(server.memory(), MOST_MEMORY), "MiB")


def many_learners(table: Table, inside: Product, number: int, environment: dict[str, str], log: Path) -> float:
    """The lines of a quiz, and of many learners who answer it at once, with repeated and delayed sends; how long the
    server took to start."""
    quiz = inside.ask("learners", number=number)
    table.fact("submitting a quiz of 30 questions", Figure(quiz["submitting"], MOST_SUBMITTING), "queries")
    # Threads as a real server has them, so that requests do meet in the database.
    with serving("camtree.wsgi:application", environment, "/healthz", log, threads=8) as server:
        sent = learners.run(server.port, quiz["quiz"], quiz["sessions"])
    waits = sorted(wait for one in sent for wait in one.waits)
    table.write(
        f"{len(sent)} learners at once: {len(waits)} requests, {sum(one.repeated for one in sent)} sent twice, "
        f"{sum(one.delayed for one in sent)} late; "
        f"half answered within {waits[len(waits) // 2]:.2f} s, 95 of 100 within {waits[len(waits) * 95 // 100]:.2f} s"
    )
    answers = {str(one.learner): one.answers for one in sent}
    found: dict[str, Any] = inside.ask("count_attempts", step=quiz["step"], expected=answers)
    errors = [error for one in sent for error in one.errors]
    for error in errors[:5]:
        table.write(f"  {error}")
    table.fact("  errors", Figure(len(errors), 0), "requests")
    table.fact("  lost", Figure(found["lost"], 0), f"of {found['answers']} answers")
    for name in ("attempts", "submitted", "records"):
        table.fact(f"  learners without exactly one of {name}", Figure(abs(found[name] - len(sent)), 0), "")
    table.fact("  double", Figure(found["double"], 0), "attempts")
    return server.cold_start

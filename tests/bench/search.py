"""The search, the library and what else lists pages, in libraries of several sizes: what each costs, whether its
numbers are true, and how well it answers. `make bench PAGES=search`; `SIZES=1000,10000` for other sizes.

A cost is the CPU of the web worker and of the database for one request. The page cache is off, and each request asks
for an address that nobody asked for before, so that no piece of a page is kept ("new address"). What a process
remembers of the site, such as names of terms, stays there, and is forgotten before each "first look".
"""

import os
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from urllib.parse import quote

from tests.bench.libraries import Library, Shelf, kept_folder, on_postgres, on_sqlite
from tests.bench.postgres import Postgres
from tests.bench.processes import exact_cpu_of_children
from tests.bench.product import Product, product
from tests.bench.redis import redis
from tests.bench.server import Server, serving
from tests.bench.table import Figure, Table

NAME = "search"
SIZES = "1000,100000"
SQLITE_SIZES = "10000,100000"
# So many requests, of which the second slowest counts (p95); fewer where the first are far too slow already.
ASKS, FEW, FAR, FIRST_LOOKS = 20, 5, 3, 3
MOST_GROWTH, LEAST_AHEAD = 1.5, 10
FLOOR, FLOOR_LANGUAGE = 0.85, 0.80
COLUMNS = [
    ("new address", {"ms of CPU": 16, "× ten": 8, "queries": 12}),
    ("first look", {"ms of CPU": 11, "queries": 8}),
]
COUNT = re.compile(r'<h2 id="reports">\s*([\d,]+) report')
KIND = re.compile(r'href="[^"]*kind=(\w+)[^"]*">\s*<span>[^<]*</span>\s*<span class="n">([\d,]+)<')


@dataclass(frozen=True)
class Row:
    """What is asked, and the most that it may cost: milliseconds, queries. Names in braces are those of
    `search_deeds.places`. `sqlite` rows are asked on SQLite, too. A row that is not there yet is told as such."""

    name: str
    address: str
    most: float
    queries: int | None = None
    is_on_sqlite: bool = False
    is_editors: bool = False

    def address_of(self, places: Mapping[str, str], number: int) -> str:
        """Where the row lies in a library; another address for each number, where the product lets it."""
        address = self.address.format(**{name: quote(value, safe="/") for name, value in places.items()})
        if self.is_editors or address.startswith(("/api/", "/sitemap")):  # nothing of these is kept
            return address
        return f"{address}{'&' if '?' in address else '?'}look={number}"


ROWS = [
    Row("common word", "/en/search/?q={common}", 50, is_on_sqlite=True),
    Row("middle word", "/en/search/?q={middle}", 30, is_on_sqlite=True),
    Row("rare word", "/en/search/?q={rare}", 12, is_on_sqlite=True),
    Row("Chinese, common", "/zh-hans/search/?q={chinese}", 40, is_on_sqlite=True),
    Row("Chinese, rare", "/zh-hans/search/?q={rare_chinese}", 40, is_on_sqlite=True),
    Row("one letter", "/en/search/?q=b", 60, is_on_sqlite=True),
    Row("listing", "/en/research/", 25, is_on_sqlite=True),
    Row("listing, filtered", "/en/research/?phase=primary", 80, is_on_sqlite=True),
    Row("listing, middle", "/en/research/?page={middle_page}", 30, is_on_sqlite=True),
    Row("words and filter", "/en/research/?q={common}&country=NO", 120, is_on_sqlite=True),
    Row("API, middle", "/api/v2/pages/?type=research.ReportPage&limit=20&offset={middle_of_api}", 60),
    Row("sitemap of 2,000", "/sitemap-en.xml", 150),
    Row("autocomplete", "/en/search/suggest/?q=pup", 30, is_on_sqlite=True),
    Row("admin, editor", "{admin_search}?q={common}", 120, 25, is_editors=True),
]
DEMO_ROW = Row("search, demo size", "/en/search/?q={common}", 11, 9)


def most_on_sqlite(size: int) -> float:
    return 60 if size <= 10_000 else 400


@dataclass(frozen=True)
class Scale:
    """A server with a library, and what it uses."""

    server: Server
    database: Postgres | None

    def cpu(self) -> float:
        own = exact_cpu_of_children(self.server.pid)
        return own + (exact_cpu_of_children(self.database.pid) if self.database else 0)

    def weigh(self, ask: Callable[[], object]) -> float:
        """Milliseconds of CPU."""
        before = self.cpu()
        ask()
        return (self.cpu() - before) * 1000


def p95(costs: Sequence[float]) -> float:
    """What 95 of 100 cost at the most; of twenty, the second dearest."""
    return sorted(costs)[max(0, -(-len(costs) * 95 // 100) - 1)]


def sizes_of(words: str) -> list[int]:
    """Sizes as somebody names them, the smallest first. Raises SystemExit with a sentence for what is none."""
    sizes = [word.strip() for word in words.split(",") if word.strip()]
    if not sizes or not all(size.isdecimal() and 1 <= int(size) <= 1_000_000 for size in sizes):
        raise SystemExit(f"SIZES={words} are no sizes of libraries, such as 1000,10000.")
    return sorted({int(size) for size in sizes})


def measure_search(table: Table, log: Path) -> None:
    """Every line of this part."""
    wanted = os.environ.get("SIZES", "")
    sizes, sqlite_sizes = sizes_of(wanted or SIZES), sizes_of(wanted or SQLITE_SIZES)
    folder = kept_folder()
    with ExitStack() as running:
        cache = running.enter_context(redis()).address
        shelf, server = running.enter_context(on_postgres(folder, log, cache))
        found = _libraries(table, shelf, sizes)
        server.tidy()
        beside = on_sqlite(folder, log, cache)
        found_on_sqlite = _libraries(table, beside, sqlite_sizes)
        for one in (shelf, beside):
            _relevance(table, one)
        table.part("demo, PostgreSQL")
        table.head()
        _ask_all(table, shelf.demo(), server, [DEMO_ROW], log)
        costs = {library.size: _measure(table, library, server, log) for library in found}
        for library in found_on_sqlite:
            _measure(table, library, None, log)
        _growth(table, costs)


def _libraries(table: Table, shelf: Shelf, sizes: Sequence[int]) -> list[Library]:
    """Those of these sizes, and what making them took."""
    table.part(f"libraries on {shelf.vendor}")
    found = []
    for size in sizes:
        library = shelf.library(size, sizes)
        made = library.made
        # What a larger one has more than the smaller one it grew out of.
        table.line(f"{size} works", Figure(made["pages"]), "pages added", Figure(made["seconds"]), "s",
                   Figure(made["search"] / max(1, made["pages"]) * 1000, digits=1), "s for 1,000 in the index",
                   Figure(made["memory"]), "MiB")  # fmt: skip
        found.append(library)
    return found


def _relevance(table: Table, shelf: Shelf) -> None:
    table.part(f"relevance on {shelf.vendor}, nDCG of the first ten: ours, Wagtail's own, what ours lacks of the best")
    with product(shelf.judged().environment, shelf.log) as inside:
        told = inside.ask("relevance")
    for name, score in told["ours"].items():
        least = FLOOR if name == "all" else FLOOR_LANGUAGE
        # A figure has a most, and this is a least: what is missed of the best.
        table.line(name, f"{score:.2f}", f"{told['wagtails own'][name]:.2f}", "lacks",
                   Figure(1 - score, round(1 - least, 2), 2))  # fmt: skip


def _measure(table: Table, library: Library, database: Postgres | None, log: Path) -> dict[str, float]:
    table.part(f"{library.size} works, {library.vendor}")
    rows = ROWS if database else [row for row in ROWS if row.is_on_sqlite]
    return _ask_all(table, library, database, rows, log)


def _ask_all(
    table: Table, library: Library, database: Postgres | None, rows: Sequence[Row], log: Path
) -> dict[str, float]:
    """A line for each row, and what is told of the library once. What each costs, by its name."""
    costs: dict[str, float] = {}
    with ExitStack() as running:
        inside = running.enter_context(product(library.environment, log))
        floor = running.enter_context(serving("tests.bench.floor:application", library.environment, "/bare/", log))
        server = running.enter_context(serving("camtree.wsgi:application", library.environment, "/healthz", log))
        scale, places = Scale(server, database), inside.ask("search_places") if library.size else {"common": "pupils"}
        ten = _again(Scale(floor, database), lambda: floor.get("/ten/"), 1000)
        for row in rows:
            cost = _line(table, row, library, scale, inside, places, ten)
            if cost is not None:
                costs[row.name] = cost
        if library.size:
            _truth(table, server, inside, places)
            sizes = ", ".join(f"{front}* {size:.0f} MiB" for front, size in inside.ask("index_sizes").items())
            table.write(f"  index: {sizes}; memory of a worker: {server.memory():.0f} MiB")
            if database:
                _against_wagtails_own(table, inside, database, places["common"], library.size)
    return costs


def _line(
    table: Table, row: Row, library: Library, scale: Scale, inside: Product, places: Mapping[str, str], ten: float
) -> float | None:
    session = places["editor"] if row.is_editors else ""
    most = row.most if library.vendor == "PostgreSQL" else most_on_sqlite(library.size)

    numbers = count()

    def look() -> None:
        scale.server.get(row.address_of(places, next(numbers)), session)

    try:
        for _worker in range(4):
            look()
    except RuntimeError as error:
        if " 404 " not in f"{error} ":
            raise
        table.row(row.name, None, None, None, None, None)
        return None
    first = []
    for _look in range(FIRST_LOOKS):
        inside.forget()
        first.append(scale.weigh(look))
    again = _again(scale, look, most)
    addresses = [row.address_of(places, -number) for number in range(1, 4)]
    first_queries, queries = inside.ask("search_queries", addresses=addresses, session=session)
    table.row(row.name, Figure(again, most, 1), Figure(again / ten, digits=1), Figure(queries, row.queries),
              Figure(median(first), digits=1), Figure(first_queries))  # fmt: skip
    return again


def _again(scale: Scale, ask: Callable[[], object], most: float) -> float:
    for _worker in range(4):
        ask()
    costs: list[float] = []
    while len(costs) < ASKS and not (len(costs) >= FEW and median(costs) > FAR * most):
        costs.append(scale.weigh(ask))
    return p95(costs)


def _truth(table: Table, server: Server, inside: Product, places: Mapping[str, str]) -> None:
    """Whether the numbers on the listing are those that reading everything gives."""
    body = server.get(f"/en/research/?q={places['common']}&country=NO", encoding="identity").body.decode()
    true = inside.ask("true_counts", word=places["common"], country="NO")
    said = COUNT.search(body)
    number = int(said[1].replace(",", "")) if said else 0
    kinds = {kind: int(count.replace(",", "")) for kind, count in KIND.findall(body)}
    wrong = sum(kinds.get(kind, 0) != count for kind, count in true["kinds"].items()) + (number != true["all"])
    table.line("words and filter", f"says {number} reports, {true['all']} are there; wrong:", Figure(wrong, 0))


def _against_wagtails_own(table: Table, inside: Product, database: Postgres, word: str, size: int) -> None:
    costs = []
    for deed in ("search_ours", "search_wagtails_own"):
        inside.ask(deed, text=word, times=1)
        before = exact_cpu_of_children(os.getpid()) + exact_cpu_of_children(database.pid)
        inside.ask(deed, text=word, times=3)
        costs.append((exact_cpu_of_children(os.getpid()) + exact_cpu_of_children(database.pid) - before) * 1000 / 3)
    ours, its = costs
    # The target is told of a large library; a small one has little to be ahead in.
    most = 1 / LEAST_AHEAD if size >= 100_000 else None
    table.line("query of a common word", Figure(ours, digits=1), "ms, Wagtail's own", Figure(its, digits=1), "ms:",
               Figure(ours / its, most, 2), "of it")  # fmt: skip


def _growth(table: Table, costs: Mapping[int, Mapping[str, float]]) -> None:
    if len(costs) < 2:
        return
    small, large = min(costs), max(costs)
    table.part(f"growth from {small} to {large} works, PostgreSQL")
    for name, cost in costs[large].items():
        if name in costs[small]:
            table.line(name, Figure(cost / costs[small][name], MOST_GROWTH, 2))

"""One page after the other, measured in three ways, each beside its floor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.meter import Meter
from tests.bench.pages import Page
from tests.bench.product import Product
from tests.bench.table import Figure, Table

MOST_FROM_CACHE = 3.0
# What else the machine does changes within seconds: page and floor are measured in turn, and the middle round counts.
ROUNDS = 3
# How long one is measured in a round. Linux counts CPU in hundredths of a second.
SECONDS = {"bare": 0.15, "ten": 0.3, "again": 0.4, "first": 0.5, "kept": 0.2}


@dataclass(frozen=True)
class Cost:
    """What a page costs at the first look and again: milliseconds of CPU, and ratios to the page of ten queries."""

    first: float
    again: float
    first_to_ten: float
    again_to_ten: float


@dataclass(frozen=True)
class Bench:
    """Everything that runs while pages are measured. `people` are the sessions and addresses of `people.py`."""

    table: Table
    product: Product
    people: dict[str, dict[str, str]]
    floor: Meter
    uncached: Meter
    cached: Meter

    def floors(self) -> None:
        """The lines of both floors."""
        bare, ten = median(self._bare() for _ in range(ROUNDS)), median(self._ten() for _ in range(ROUNDS))
        for name, queries, cost in (("bare view", 0, bare), ("ten queries", 10, ten)):
            again = Figure(queries), Figure(cost, digits=2), Figure(cost / ten, digits=2)
            self.table.row(name, None, None, None, *again, None, None)

    def measure(self, pages: Sequence[Page], part: str) -> dict[str, Cost]:
        """A line for each page; what they cost, by their names."""
        self.table.part(part)
        looks = [(page.address.format(**self.people["addresses"]), self._session(page)) for page in pages]
        counted = self.product.ask("queries", looks=looks)
        return {
            page.name: self._line(page, address, queries)
            for page, (address, _session), queries in zip(pages, looks, counted, strict=True)
        }

    def cost(self, meter: Meter, address: str, session: str, forget: Callable[[], object]) -> Cost:
        """What a page costs that `meter` asks for. `forget` empties everything that was kept of it."""
        rounds = []
        for _round in range(ROUNDS):
            again = meter.again(address, session, seconds=SECONDS["again"])
            ten = self._ten()
            first = meter.first(address, session, forget, seconds=SECONDS["first"])
            rounds.append((first, again, first / ten, again / ten))
        return Cost(*(median(costs) for costs in zip(*rounds, strict=True)))

    def _line(self, page: Page, address: str, queries: Sequence[int]) -> Cost:
        cost = self.cost(self.uncached, address, self._session(page), self.product.forget)
        first = Figure(queries[0], page.first.queries), Figure(cost.first, digits=1)
        again = Figure(queries[1], page.again.queries), Figure(cost.again, digits=1)
        self.table.row(
            page.name,
            *first,
            Figure(cost.first_to_ten, page.first.ten, 2),
            *again,
            Figure(cost.again_to_ten, page.again.ten, 2),
            *((None, None) if page.person else self._kept(address)),
        )
        return cost

    def _kept(self, address: str) -> tuple[Figure, Figure]:
        self.cached.server.get(address)
        if self.cached.server.get(address).x_cache != "hit":
            raise RuntimeError(f"the page cache has not kept {address}")
        rounds = []
        for _round in range(ROUNDS):
            kept = self.cached.again(address, seconds=SECONDS["kept"])
            rounds.append((kept, kept / self._bare()))
        kept, ratio = (median(costs) for costs in zip(*rounds, strict=True))
        return Figure(kept, digits=2), Figure(ratio, MOST_FROM_CACHE, 2)

    def _session(self, page: Page) -> str:
        return self.people["sessions"][page.person] if page.person else ""

    def _bare(self) -> float:
        return self.floor.again("/bare/", seconds=SECONDS["bare"])

    def _ten(self) -> float:
        return self.floor.again("/ten/", seconds=SECONDS["ten"])

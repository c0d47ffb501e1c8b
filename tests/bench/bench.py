"""One page after the other, measured in three ways, each beside its floor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.meter import Meter
from tests.bench.pages import Limits, Page
from tests.bench.product import Product
from tests.bench.table import Figure, Table

MOST_FROM_CACHE = 3.0
# What else the machine does changes within seconds: floor and page are measured in turn, and the middle round counts.
ROUNDS = 5
# Linux counts CPU in hundredths of a second, so that a round wants a good many of them: so many milliseconds of a page,
# and so many requests of what costs about the same everywhere.
MS = 150
BARE, TEN, KEPT = 150, 24, 100


@dataclass(frozen=True)
class Cost:
    """Milliseconds of CPU for one request, and the ratio to what the floor costs."""

    ms: float
    ratio: float


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
        for address in ("/bare/", "/ten/"):
            self.floor.warm(address)
        bare, ten = median(self._bare() for _ in range(ROUNDS)), median(self._ten() for _ in range(ROUNDS))
        for name, queries, cost in (("bare view", 0, bare), ("ten queries", 10, ten)):
            again = Figure(queries), Figure(cost, digits=2), Figure(cost / ten, digits=2)
            self.table.row(name, None, None, None, *again, None, None)

    def measure(self, pages: Sequence[Page], part: str, *, are_many: bool) -> dict[str, tuple[Cost, Cost]]:
        """A line for each page; what the first look and another one cost, by its name. Where there `are_many` reports,
        the limits for that hold."""
        self.table.part(part)
        looks = [(page.address.format(**self.people["addresses"]), self._session(page)) for page in pages]
        counted = self.product.ask("queries", looks=looks)
        return {
            page.name: self._line(page, address, queries, page.many if are_many and page.many else page.few)
            for page, (address, _session), queries in zip(pages, looks, counted, strict=True)
        }

    def looks(self, meter: Meter, address: str, session: str, forget: Callable[[], object]) -> tuple[Cost, Cost]:
        """What a page costs at the first look and again. `forget` empties everything that is kept of it."""
        meter.warm(address, session)
        often = _requests(meter.again(address, session, requests=3))
        again = self._beside(self._ten, lambda: meter.again(address, session, requests=often))
        seldom = _requests(meter.first(address, session, forget, requests=2))
        first = self._beside(self._ten, lambda: meter.first(address, session, forget, requests=seldom))
        return first, again

    def _line(self, page: Page, address: str, queries: Sequence[int], limits: Limits) -> tuple[Cost, Cost]:
        first, again = self.looks(self.uncached, address, self._session(page), self.product.forget)
        figures: list[Figure | None] = [
            Figure(queries[0], limits.first_queries),
            Figure(first.ms, digits=1),
            Figure(first.ratio, limits.first, 1),
            Figure(queries[1], limits.again_queries),
            Figure(again.ms, digits=1),
            Figure(again.ratio, limits.again, 2),
        ]
        if page.person:
            figures += [None, None]
        else:
            kept = self._kept(address)
            figures += [Figure(kept.ms, digits=2), Figure(kept.ratio, MOST_FROM_CACHE, 2)]
        self.table.row(page.name, *figures)
        return first, again

    def _kept(self, address: str) -> Cost:
        self.cached.warm(address)
        if self.cached.server.get(address).x_cache != "hit":
            raise RuntimeError(f"the page cache has not kept {address}")
        return self._beside(self._bare, lambda: self.cached.again(address, requests=KEPT))

    @staticmethod
    def _beside(floor: Callable[[], float], page: Callable[[], float]) -> Cost:
        rounds = [(floor(), page()) for _round in range(ROUNDS)]
        return Cost(median(cost for _floor, cost in rounds), median(cost / least for least, cost in rounds))

    def _session(self, page: Page) -> str:
        return self.people["sessions"][page.person] if page.person else ""

    def _bare(self) -> float:
        return self.floor.again("/bare/", requests=BARE)

    def _ten(self) -> float:
        return self.floor.again("/ten/", requests=TEN)


def _requests(ms: float) -> int:
    """How many requests of so many milliseconds make a round."""
    return max(2, min(KEPT, round(MS / max(ms, 1))))

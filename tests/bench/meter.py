"""What a page costs: the CPU of the server's workers and of PostgreSQL, for one request."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.bench.postgres import Postgres
from tests.bench.server import Server


@dataclass(frozen=True)
class Meter:
    """Asks a server for pages, one request after the other, and reads what it and the database have used meanwhile."""

    server: Server
    database: Postgres

    def warm(self, address: str, session: str = "") -> None:
        """Let every worker answer. What each learns once in its life, such as templates, is measured nowhere."""
        with ThreadPoolExecutor(4) as clients:
            list(clients.map(lambda _n: self.server.get(address, session), range(8)))

    def again(self, address: str, session: str = "", *, seconds: float) -> float:
        """Milliseconds of CPU for one request of as many as there is time for in so many seconds, two at least."""
        return self._cost(lambda: self.server.get(address, session), seconds)

    def first(self, address: str, session: str, forget: Callable[[], object], *, seconds: float) -> float:
        """The same, where `forget` empties everything before each request."""

        def look() -> None:
            forget()
            self.server.get(address, session)

        return self._cost(look, seconds)

    def _cost(self, ask: Callable[[], object], seconds: float) -> float:
        before, start, requests = self._cpu(), time.perf_counter(), 0
        while requests < 2 or time.perf_counter() - start < seconds:
            ask()
            requests += 1
        return (self._cpu() - before) / requests * 1000

    def _cpu(self) -> float:
        return self.server.cpu() + self.database.cpu()

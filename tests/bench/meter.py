"""What a page costs: the CPU of the server's workers and of PostgreSQL, for one request."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.bench.postgres import Postgres
from tests.bench.server import Server


@dataclass(frozen=True)
class Meter:
    """Asks a server for pages, and reads what it and the database have used meanwhile: milliseconds of CPU for one
    request."""

    server: Server
    database: Postgres

    def warm(self, address: str, session: str = "") -> None:
        """Let every worker answer: what each learns once in its life, such as templates, is measured nowhere. The first
        request comes alone, as it may make what stays for all, such as pictures in their sizes, where several would get
        into each other's way.
        """
        self.server.get(address, session)
        with ThreadPoolExecutor(4) as clients:
            list(clients.map(lambda _n: self.server.get(address, session), range(8)))

    def again(self, address: str, session: str = "", *, requests: int) -> float:
        """One request after the other."""
        return self._cost(lambda: self.server.get(address, session), requests)

    def first(self, address: str, session: str, forget: Callable[[], object], *, requests: int) -> float:
        """One request after the other, where `forget` empties everything before each."""

        def look() -> None:
            forget()
            self.server.get(address, session)

        return self._cost(look, requests)

    def _cost(self, ask: Callable[[], object], requests: int) -> float:
        before = self._cpu()
        for _request in range(requests):
            ask()
        return (self._cpu() - before) / requests * 1000

    def _cpu(self) -> float:
        return self.server.cpu() + self.database.cpu()

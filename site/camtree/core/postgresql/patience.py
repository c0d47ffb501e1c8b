"""How long a request waits for a database that says nothing.

The kernel gives up a server that is gone; nothing gives up one that takes every connection and is silent. So the client
counts: all that a request waits in vain, together. Outside of requests (tasks, migrations, commands, the body of an
answer that is sent piece by piece) nobody counts, and a statement may take its time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

import psycopg
from psycopg import errors

# Seconds for one who looks whether a connection that was kept is still good.
MOST_TO_GREET: Final = 1.0
# Seconds for telling a server to leave a statement: one that is only slow hears it, one that is silent does not.
MOST_TO_CANCEL: Final = 0.5


@dataclass
class Patience:
    """Seconds that are left for waiting in vain, and the most of them for one statement."""

    left: float
    most: float = 3600.0
    # What is left once the server has answered a greeting: then it is not silent, but has a lot to do.
    afterwards: float = 0.0

    def hear(self) -> None:
        """The server has answered the greeting."""
        self.left, self.afterwards = max(self.left, self.afterwards), 0.0


_held: ContextVar[Patience | None] = ContextVar("camtree_database_patience", default=None)


def patience() -> Patience | None:
    """That of the request that is answered; None where nobody waits."""
    return _held.get()


@contextmanager
def patient_for(seconds: float, afterwards: float = 0.0) -> Iterator[Patience]:
    """Give up a database that has kept silent for so many seconds, together, within this block; where it has answered
    once, `afterwards` if that is more."""
    token = _held.set(given := Patience(seconds, afterwards=afterwards))
    try:
        yield given
    finally:
        _held.reset(token)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Give one statement no more than this, where somebody waits at all."""
    given = patience()
    if given is None:
        yield
        return
    before, given.most = given.most, seconds
    try:
        yield
    finally:
        given.most = before


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is closed when it has been silent for longer than somebody is ready to wait."""

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        given = patience()
        if given is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        begun = monotonic()
        try:
            # A little more than nothing: an answer that has come may be read.
            return super().wait(gen, interval, max(min(given.left - MOST_TO_CANCEL, given.most), 0.01))
        except errors._WaitTimeout:
            self._leave()
            given.left -= monotonic() - begun
            raise errors.ConnectionTimeout("The database did not answer in time.") from None

    def _leave(self) -> None:
        """Close it: what the server says later belongs to a question that nobody asks any longer."""
        try:
            self.cancel_safe(timeout=MOST_TO_CANCEL)
        except psycopg.Error:
            pass  # it is silent: then it hears this no better
        finally:
            self.close()
